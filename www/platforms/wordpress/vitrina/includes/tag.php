<?php
/**
 * The script in the page, and the config beside it.
 *
 * @package Vitrina
 */

namespace Vitrina;

defined( 'ABSPATH' ) || exit;

add_action( 'wp_enqueue_scripts', __NAMESPACE__ . '\enqueue' );
add_action( 'wp_head', __NAMESPACE__ . '\print_config', 1 );
add_filter( 'script_loader_tag', __NAMESPACE__ . '\describe', 10, 2 );

/**
 * Whether this is the shop as visitors see it.
 *
 * @return bool
 */
function is_shown() {
	return ! is_customize_preview() && ! is_preview();
}

/** Brings the script in. The folder has the version in its name, since the script brings in others from there. */
function enqueue() {
	if ( ! is_shown() ) {
		return;
	}
	$how = array( 'in_footer' => false );
	if ( ! settings()['instant'] ) {
		$how['strategy'] = 'async';
	}
	wp_enqueue_script( 'vitrina', plugins_url( 'assets/' . VERSION . '/vitrina.js', FILE ), array(), null, $how );
}

/** Writes the config as data, which no Content-Security-Policy takes for a script. */
function print_config() {
	if ( is_shown() ) {
		$json = wp_json_encode( config(), JSON_HEX_TAG | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
		// phpcs:ignore WordPress.Security.EscapeOutput -- JSON without < and > cannot end the element.
		echo '<script type="application/json" id="vitrina-config">' . $json . "</script>\n";
	}
}

/**
 * Says on the tag where the config is, and what the merchant states about consent.
 *
 * @param string $tag    The tag as WordPress writes it.
 * @param string $handle Whose it is.
 * @return string
 */
function describe( $tag, $handle ) {
	if ( 'vitrina' !== $handle ) {
		return $tag;
	}
	$consent = 'granted' === settings()['consent'] ? ' data-consent="granted"' : '';
	return str_replace( ' src=', ' data-config="#vitrina-config"' . $consent . ' src=', $tag );
}

<?php
/**
 * Places for recommendations, a banner and what visitors may know: as blocks and as shortcodes.
 *
 * @package Vitrina
 */

namespace Vitrina;

defined( 'ABSPATH' ) || exit;

const STRATEGIES = array(
	'for_you', 'similar', 'also_viewed', 'bought_together', 'complements', 'buy_again', 'upsell', 'trending', 'bestsellers',
	'new_arrivals', 'recently_viewed', 'because_you_viewed', 'back_in_stock', 'price_drop', 'continue_shopping',
	'cart_completion',
);

const RECOMMENDATIONS = array(
	'strategy' => 'for_you',
	'limit'    => 4,
	'title'    => '',
);

const BANNER = array(
	'slot'   => 'vitrina-banner',
	'title'  => '',
	'text'   => '',
	'button' => '',
	'link'   => '',
	'image'  => '',
);

add_action( 'init', __NAMESPACE__ . '\register' );

/** Makes the blocks and the shortcodes known. */
function register() {
	wp_register_script(
		'vitrina-editor',
		plugins_url( 'blocks/editor.js', FILE ),
		array( 'wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-i18n' ),
		VERSION,
		array( 'in_footer' => true )
	);
	$folder = dirname( FILE ) . '/blocks/';
	register_block_type( $folder . 'recommendations', array( 'render_callback' => __NAMESPACE__ . '\recommendations' ) );
	register_block_type( $folder . 'banner', array( 'render_callback' => __NAMESPACE__ . '\banner' ) );
	add_shortcode( 'vitrina_recommendations', __NAMESPACE__ . '\recommendations' );
	add_shortcode( 'vitrina_banner', __NAMESPACE__ . '\banner' );
	add_shortcode( 'vitrina_privacy', __NAMESPACE__ . '\privacy_panel' );
	add_shortcode( 'vitrina_preferences', __NAMESPACE__ . '\preference_centre' );
}

/**
 * A place for a list of recommendations.
 *
 * @param array|string $given The attributes of the block or of the shortcode.
 * @return string
 */
function recommendations( $given ) {
	$wanted   = shortcode_atts( RECOMMENDATIONS, is_array( $given ) ? $given : array(), 'vitrina_recommendations' );
	$strategy = in_array( $wanted['strategy'], STRATEGIES, true ) ? $wanted['strategy'] : RECOMMENDATIONS['strategy'];
	$limit    = max( 1, min( 24, (int) $wanted['limit'] ) );
	$title    = '' === $wanted['title'] ? '' : ' title="' . esc_attr( $wanted['title'] ) . '"';
	return '<vitrina-recommendations strategy="' . esc_attr( $strategy ) . '" limit="' . $limit . '"' . $title . '></vitrina-recommendations>';
}

/**
 * A banner that says to everybody what is written here, and to some what a banner of the config says.
 *
 * @param array|string $given The attributes of the block or of the shortcode.
 * @return string
 */
function banner( $given ) {
	$wanted = shortcode_atts( BANNER, is_array( $given ) ? $given : array(), 'vitrina_banner' );
	$parts  = '';
	if ( '' !== $wanted['image'] ) {
		$parts .= '<img src="' . esc_url( $wanted['image'] ) . '" alt="">';
	}
	if ( '' !== $wanted['title'] ) {
		$parts .= '<h2 data-vitrina-field="title">' . esc_html( $wanted['title'] ) . '</h2>';
	}
	if ( '' !== $wanted['text'] ) {
		$parts .= '<p data-vitrina-field="text">' . esc_html( $wanted['text'] ) . '</p>';
	}
	if ( '' !== $wanted['button'] ) {
		$parts .= '<a class="wp-element-button" data-vitrina-field="cta" href="' . esc_url( $wanted['link'] ) . '">' . esc_html( $wanted['button'] ) . '</a>';
	}
	return '<section class="vitrina-banner" id="' . esc_attr( sanitize_html_class( $wanted['slot'], BANNER['slot'] ) ) . '">' . $parts . '</section>';
}

/** What Vitrina knows of the visitor, with the means to erase it. */
function privacy_panel() {
	return '<vitrina-privacy></vitrina-privacy>';
}

/** The questions of the config, for visitors to answer. */
function preference_centre() {
	return '<vitrina-preferences></vitrina-preferences>';
}

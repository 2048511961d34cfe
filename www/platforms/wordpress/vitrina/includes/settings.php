<?php
/**
 * What the merchant has set, and what follows from it for the page.
 *
 * @package Vitrina
 */

namespace Vitrina;

defined( 'ABSPATH' ) || exit;

/** The option that everything is stored in. */
const OPTION = 'vitrina';

const DEFAULTS = array(
	// Percent; 0 is exactly the merchant's order.
	'strength' => 60,
	// Whether products beyond the page are known.
	'catalog'  => true,
	// Whether the script comes before the first paint.
	'instant'  => false,
	// 'asked', or 'granted' where the merchant states that no consent is needed.
	'consent'  => 'asked',
	// A whole config as JSON; it counts instead of the strength and the catalogue.
	'config'   => '',
);

/**
 * The settings, complete whatever is stored.
 *
 * @return array
 */
function settings() {
	$stored = get_option( OPTION );
	return array_merge( DEFAULTS, is_array( $stored ) ? array_intersect_key( $stored, DEFAULTS ) : array() );
}

/**
 * The config of the page: the merchant's own, or one made of the other settings.
 *
 * @return object|array
 */
function config() {
	$settings = settings();
	$own      = json_decode( $settings['config'] );
	if ( is_object( $own ) ) {
		return $own;
	}
	$config = array( 'grids' => array( array( 'strength' => $settings['strength'] / 100 ) ) );
	if ( class_exists( 'WooCommerce' ) ) {
		$config['platform'] = 'woocommerce';
		if ( $settings['catalog'] ) {
			$config['catalog'] = rest_url( 'wc/store/v1/products' );
		}
	}
	return $config;
}

<?php
/**
 * What WordPress and consent plugins are told about what is stored.
 *
 * @package Vitrina
 */

namespace Vitrina;

defined( 'ABSPATH' ) || exit;

add_filter( 'wp_consent_api_registered_' . plugin_basename( FILE ), '__return_true' );
add_action( 'init', __NAMESPACE__ . '\declare_storage' );
add_action( 'admin_init', __NAMESPACE__ . '\suggest_policy' );

/** Names what is stored to the WP Consent API, which lists it for cookie banners. */
function declare_storage() {
	if ( function_exists( 'wp_add_cookie_info' ) ) {
		wp_add_cookie_info(
			'vitrina:*',
			'Vitrina',
			'preferences',
			__( 'Until the visitor withdraws consent or erases it', 'vitrina' ),
			__( 'Remember which products and categories this visitor cares for.', 'vitrina' ),
			__( 'Viewed and bought products, searches, answers the visitor gave. It stays on the device.', 'vitrina' ),
			false,
			false,
			'LOCALSTORAGE'
		);
	}
}

/** A passage for the shop's privacy policy. */
function suggest_policy() {
	if ( function_exists( 'wp_add_privacy_policy_content' ) ) {
		$text = __( 'This shop arranges products and texts by what you look at here. What is remembered for that stays in your browser, is sent to nobody, and is only kept where you agreed or no consent is needed. You can see and erase it on this site.', 'vitrina' );
		wp_add_privacy_policy_content( 'Vitrina', '<p>' . esc_html( $text ) . '</p>' );
	}
}

<?php
/**
 * Leaves nothing behind. What is stored on visitors' devices is theirs, and nobody reads it any more.
 *
 * @package Vitrina
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $vitrina_site ) {
		delete_blog_option( $vitrina_site, 'vitrina' );
	}
} else {
	delete_option( 'vitrina' );
}

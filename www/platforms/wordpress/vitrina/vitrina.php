<?php
/**
 * Plugin Name:       Vitrina
 * Description:       Product grids, banners, recommendations and offers that follow each visitor, wholly in the visitor's browser. No server, no account, no data leaves the page.
 * Version:           {{version}}
 * Requires at least: 6.3
 * Requires PHP:      7.4
 * Author:            The Vitrina contributors
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       vitrina
 *
 * @package Vitrina
 */

namespace Vitrina;

defined( 'ABSPATH' ) || exit;

const VERSION = '{{version}}';
const FILE    = __FILE__;

require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/tag.php';
require __DIR__ . '/includes/blocks.php';
require __DIR__ . '/includes/privacy.php';
if ( is_admin() ) {
	require __DIR__ . '/includes/settings-page.php';
}

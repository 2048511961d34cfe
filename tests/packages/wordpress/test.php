<?php
// Tries the built plugin against the stand-ins: `php test.php PLUGIN`. Ends with 1 where something is not as expected.

require __DIR__ . '/wordpress.php';
define( 'ABSPATH', __DIR__ );
error_reporting( E_ALL );
set_error_handler( function ( $level, $message, $file, $line ) {
	throw new ErrorException( $message, 0, $level, $file, $line );
} );

$plugin   = $argv[1];
$checks   = 0;
$failures = 0;

function same( $what, $expected, $is ) {
	global $checks, $failures;
	++$checks;
	if ( $expected !== $is ) {
		++$failures;
		echo "$what is\n" . var_export( $is, true ) . "\nwhere expected is\n" . var_export( $expected, true ) . "\n";
	}
}

// Every file is PHP.
foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $plugin ) ) as $file ) {
	if ( 'php' === $file->getExtension() ) {
		exec( escapeshellarg( PHP_BINARY ) . ' -l ' . escapeshellarg( $file ) . ' 2>&1', $said, $status );
		same( "$file, by php -l: " . implode( "\n", $said ), 0, $status );
	}
}
preg_match( '/^ \* Version: +(\S+)$/m', file_get_contents( "$plugin/vitrina.php" ), $found );
$version = $found[1];
preg_match( '/^Stable tag: (\S+)$/m', file_get_contents( "$plugin/readme.txt" ), $found );
same( 'the version in readme.txt', $version, $found[1] );

// The page: config and tag.
$is_admin = true;
require "$plugin/vitrina.php";
same( 'the version in the code', $version, Vitrina\VERSION );

/** What is in the head of a page. */
function head() {
	$GLOBALS['scripts'] = array();
	do_action( 'wp_enqueue_scripts' );
	$head = do_action( 'wp_head' );
	foreach ( $GLOBALS['scripts'] as $handle => $script ) {
		$async = 'async' === ( $script['how']['strategy'] ?? '' ) ? ' async' : '';
		$tag   = "<script$async src=\"{$script['source']}\" id=\"$handle-js\"></script>\n";
		$head .= apply_filters( 'script_loader_tag', $tag, $handle );
	}
	return $head;
}

$expected = str_replace( 'VERSION', $version, file_get_contents( __DIR__ . '/head.html' ) );
$options['vitrina'] = array( 'consent' => 'granted' );
same( 'the head', $expected, head() );
same( 'the script is there', true, is_file( "$plugin/assets/$version/vitrina.js" ) && is_file( "$plugin/assets/$version/engine.js" ) );
same( 'the tag of another plugin', '<script src="/x.js"></script>', apply_filters( 'script_loader_tag', '<script src="/x.js"></script>', 'x' ) );

$options['vitrina'] = array( 'instant' => true, 'strength' => 0, 'catalog' => false, 'unknown' => 1 );
$instant            = str_replace( array( '<script async', ' data-consent="granted"' ), array( '<script', '' ), $expected );
$instant            = preg_replace( '~>\{.*\}<~', '>{"grids":[{"strength":0}],"platform":"woocommerce"}<', $instant );
same( 'the instant head, where nothing is stated about consent', $instant, head() );

$is_preview = true;
same( 'the head of a preview', '', head() );
$is_preview = false;

// A config of the merchant's own, which cannot end its element.
$own                = '{ "banners": [], "offers": {}, "texts": "</script><!-- é" }';
$options['vitrina'] = array( 'config' => $own );
preg_match( '~<script type="application/json" id="vitrina-config">(.*?)</script>~s', head(), $found );
same( 'a config of their own', '{"banners":[],"offers":{},"texts":"\u003C/script\u003E\u003C!-- é"}', $found[1] );

// The settings page: what is sent is checked, and shown escaped.
do_action( 'admin_menu' );
do_action( 'admin_init' );
$sent = array( 'strength' => '250', 'catalog' => '1', 'consent' => 'yes', 'config' => " $own\n", 'more' => 'x' );
$kept = apply_filters( 'sanitize_option_vitrina', $sent );
same( 'what is kept', array( 'strength' => 100, 'catalog' => true, 'instant' => false, 'consent' => 'asked', 'config' => $own ), $kept );
same( 'nothing sent at all', array( 'strength' => 60, 'catalog' => false, 'instant' => false, 'consent' => 'asked', 'config' => '' ), apply_filters( 'sanitize_option_vitrina', null ) );
same( 'refusals so far', array(), $refusals );
foreach ( array( '{ broken' => 'is not JSON: Syntax error', '[1]' => 'is no JSON object', str_repeat( ' {', 60000 ) => 'more than 100000 characters' ) as $config => $why ) {
	same( "instead of $why", $own, apply_filters( 'sanitize_option_vitrina', array( 'config' => $config ) )['config'] );
	same( "a refusal that says $why", true, false !== strpos( end( $refusals ), $why ) );
}
list( $capability_needed, $show ) = $pages['vitrina'];
$capability = 'edit_posts';
ob_start();
$show();
same( 'the page for somebody who may not', '', ob_get_clean() );
$capability = $capability_needed;
$options['vitrina'] = array( 'config' => '{"a": "</textarea><b>"}', 'consent' => 'granted', 'instant' => true );
ob_start();
$show();
$page = ob_get_clean();
same( 'the nonce', true, false !== strpos( $page, 'name="_wpnonce"' ) );
same( 'the config, escaped', true, false !== strpos( $page, '>{&quot;a&quot;: &quot;&lt;/textarea&gt;&lt;b&gt;&quot;}</textarea>' ) );
same( 'the fields', array( 'strength', 'catalog', 'instant', 'consent', 'config' ), preg_match_all( '/name="vitrina\[(\w+)\]"/', $page, $found ) ? $found[1] : array() );
same( 'the choice', true, false !== strpos( $page, "value=\"granted\" selected='selected'" ) );

// Blocks and shortcodes.
do_action( 'init' );
same( 'the blocks', array( 'vitrina/recommendations', 'vitrina/banner' ), array_keys( $blocks ) );
same( 'the attributes of the list', array_keys( Vitrina\RECOMMENDATIONS ), array_keys( $blocks['vitrina/recommendations']['attributes'] ) );
same( 'the attributes of the banner', array_keys( Vitrina\BANNER ), array_keys( $blocks['vitrina/banner']['attributes'] ) );
same( 'the editor script is there', true, is_file( "$plugin/blocks/editor.js" ) && isset( $scripts['vitrina-editor'] ) );
foreach ( Vitrina\STRATEGIES as $strategy ) {
	same( "$strategy in the editor", true, false !== strpos( file_get_contents( "$plugin/blocks/editor.js" ), "'$strategy'" ) );
}
$list = $blocks['vitrina/recommendations']['render_callback'];
same( 'a list', '<vitrina-recommendations strategy="similar" limit="6" title="&quot;&gt;&lt;b&gt;"></vitrina-recommendations>', $list( array( 'strategy' => 'similar', 'limit' => 6, 'title' => '"><b>' ) ) );
same( 'a list without anything', '<vitrina-recommendations strategy="for_you" limit="4"></vitrina-recommendations>', $shortcodes['vitrina_recommendations']( '' ) );
same( 'a list of nonsense', '<vitrina-recommendations strategy="for_you" limit="24"></vitrina-recommendations>', $list( array( 'strategy' => 'x" onclick="', 'limit' => '1e9' ) ) );
$banner = $shortcodes['vitrina_banner']( array( 'slot' => 'top"', 'title' => '<i>', 'button' => 'Go', 'link' => 'javascript:alert(1)' ) );
same( 'a banner', '<section class="vitrina-banner" id="top"><h2 data-vitrina-field="title">&lt;i&gt;</h2><a class="wp-element-button" data-vitrina-field="cta" href="">Go</a></section>', $banner );

// Consent plugins.
same( 'conforms to the WP Consent API', true, apply_filters( 'wp_consent_api_registered_vitrina/vitrina.php', false ) );
same( 'what is stored', array( 'vitrina:*', 'preferences', 'LOCALSTORAGE' ), array( $cookies[0][0], $cookies[0][2], $cookies[0][8] ) );

define( 'WP_UNINSTALL_PLUGIN', true );
require "$plugin/uninstall.php";
same( 'what is left', array(), $options );

echo "$checks checks, $failures failed\n";
exit( $failures ? 1 : 0 );

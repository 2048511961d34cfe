<?php
// Stand-ins for what the plugin calls of WordPress, as its documentation describes them.

$hooks      = array();
$options    = array();
$scripts    = array();
$blocks     = array();
$shortcodes = array();
$refusals   = array();
$cookies    = array();
$is_admin   = false;
$is_preview = false;

class WooCommerce {}

function add_filter( $hook, $callback, $priority = 10, $arguments = 1 ) {
	$GLOBALS['hooks'][ $hook ][ $priority ][] = array( $callback, $arguments );
}
function add_action( $hook, $callback, $priority = 10, $arguments = 1 ) {
	add_filter( $hook, $callback, $priority, $arguments );
}
function apply_filters( $hook, ...$values ) {
	$of_hook = $GLOBALS['hooks'][ $hook ] ?? array();
	ksort( $of_hook );
	foreach ( array_merge( ...array_values( $of_hook ) ) as list( $callback, $arguments ) ) {
		$values[0] = $callback( ...array_slice( $values, 0, $arguments ) );
	}
	return $values[0] ?? null;
}
function do_action( $hook ) {
	ob_start();
	apply_filters( $hook );
	return ob_get_clean();
}
function __return_true() {
	return true;
}
function __return_null() {}
function get_option( $name ) {
	return $GLOBALS['options'][ $name ] ?? false;
}
function delete_option( $name ) {
	unset( $GLOBALS['options'][ $name ] );
}
function is_multisite() {
	return false;
}
function is_admin() {
	return $GLOBALS['is_admin'];
}
function is_preview() {
	return $GLOBALS['is_preview'];
}
function is_customize_preview() {
	return false;
}
function plugin_basename( $file ) {
	return 'vitrina/' . basename( $file );
}
function plugins_url( $path, $file ) {
	return 'https://shop.example/wp-content/plugins/' . dirname( plugin_basename( $file ) ) . '/' . $path;
}
function rest_url( $path ) {
	return 'https://shop.example/wp-json/' . $path;
}
function admin_url( $path ) {
	return 'https://shop.example/wp-admin/' . $path;
}
function wp_json_encode( $value, $flags = 0 ) {
	return json_encode( $value, $flags );
}
function esc_html( $text ) {
	return htmlspecialchars( (string) $text, ENT_QUOTES );
}
function esc_attr( $text ) {
	return esc_html( $text );
}
function esc_textarea( $text ) {
	return esc_html( $text );
}
function esc_url( $url ) {
	return preg_match( '~^(https?:|/|#|\?)~', $url ) ? esc_html( $url ) : '';
}
function __( $text, $domain ) {
	return $text;
}
function esc_html__( $text, $domain ) {
	return esc_html( $text );
}
function sanitize_html_class( $text, $fallback = '' ) {
	$class = preg_replace( '/[^A-Za-z0-9_-]/', '', $text );
	return '' === $class ? $fallback : $class;
}
function shortcode_atts( $pairs, $given, $shortcode = '' ) {
	return array_merge( $pairs, array_intersect_key( $given, $pairs ) );
}
function selected( $a, $b, $echo ) {
	return $a === $b ? "selected='selected'" : '';
}
function checked( $a, $b, $echo ) {
	return $a === $b ? "checked='checked'" : '';
}
function wp_enqueue_script( $handle, $source, $needs, $version, $how ) {
	$GLOBALS['scripts'][ $handle ] = compact( 'source', 'needs', 'version', 'how' );
}
function wp_register_script( $handle, $source, $needs, $version, $how ) {
	wp_enqueue_script( $handle, $source, $needs, $version, $how );
}
function register_block_type( $folder, $arguments ) {
	$about = json_decode( file_get_contents( $folder . '/block.json' ), true );
	$GLOBALS['blocks'][ $about['name'] ] = $about + $arguments;
}
function add_shortcode( $name, $callback ) {
	$GLOBALS['shortcodes'][ $name ] = $callback;
}
function register_setting( $group, $name, $how ) {
	add_filter( "sanitize_option_$name", $how['sanitize_callback'] );
}
function add_settings_section( ...$arguments ) {}
function add_settings_field( $id, $label, $callback, $page, $section, $more ) {
	$GLOBALS['fields'][] = array( $callback, $more );
}
function add_options_page( $title, $menu, $capability, $slug, $callback ) {
	$GLOBALS['pages'][ $slug ] = array( $capability, $callback );
}
function add_settings_error( $setting, $code, $message ) {
	$GLOBALS['refusals'][] = $message;
}
function current_user_can( $capability ) {
	return $GLOBALS['capability'] === $capability;
}
function get_admin_page_title() {
	return 'Vitrina';
}
function settings_fields( $group ) {
	echo '<input type="hidden" name="_wpnonce" value="' . esc_attr( $group ) . '">';
}
function do_settings_sections( $page ) {
	foreach ( $GLOBALS['fields'] as list( $callback, $more ) ) {
		$callback( $more );
	}
}
function submit_button() {
	echo '<button>Save</button>';
}
function wp_add_cookie_info( ...$arguments ) {
	$GLOBALS['cookies'][] = $arguments;
}

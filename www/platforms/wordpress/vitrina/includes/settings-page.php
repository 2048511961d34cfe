<?php
/**
 * Settings → Vitrina. Saved by WordPress itself, which checks the nonce and the capability.
 *
 * @package Vitrina
 */

namespace Vitrina;

defined( 'ABSPATH' ) || exit;

/** Characters of a config at most: what is beyond would be sent with every page. */
const LONGEST_CONFIG = 100000;

add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
add_action( 'admin_init', __NAMESPACE__ . '\register_settings' );
add_filter( 'plugin_action_links_' . plugin_basename( FILE ), __NAMESPACE__ . '\link_settings' );

/** Puts the page into the menu. */
function add_page() {
	add_options_page( 'Vitrina', 'Vitrina', 'manage_options', 'vitrina', __NAMESPACE__ . '\show_page' );
}

/** Makes the option known, with the fields that set it. */
function register_settings() {
	$how = array(
		'type'              => 'array',
		'sanitize_callback' => __NAMESPACE__ . '\checked',
		'default'           => DEFAULTS,
	);
	register_setting( 'vitrina', OPTION, $how );
	add_settings_section( 'vitrina', '', '__return_null', 'vitrina' );
	$fields = array(
		'strength' => __( 'Strength of grids, in percent', 'vitrina' ),
		'catalog'  => __( 'Products beyond the page', 'vitrina' ),
		'instant'  => __( 'Before the first paint', 'vitrina' ),
		'consent'  => __( 'Consent', 'vitrina' ),
		'config'   => __( 'Config', 'vitrina' ),
	);
	foreach ( $fields as $name => $label ) {
		$more = array(
			'label_for' => 'vitrina-' . $name,
			'name'      => $name,
		);
		add_settings_field( 'vitrina-' . $name, $label, __NAMESPACE__ . '\show_field', 'vitrina', 'vitrina', $more );
	}
}

/**
 * What may be stored of what was sent. A config that cannot be used is refused, and the one before stays.
 *
 * @param mixed $sent What the form sent.
 * @return array
 */
function checked( $sent ) {
	$sent   = is_array( $sent ) ? $sent : array();
	$config = isset( $sent['config'] ) && is_string( $sent['config'] ) ? trim( $sent['config'] ) : '';
	$wrong  = refusal( $config );
	if ( '' !== $wrong ) {
		add_settings_error( OPTION, 'config', $wrong );
		$config = settings()['config'];
	}
	return array(
		'strength' => isset( $sent['strength'] ) ? max( 0, min( 100, (int) $sent['strength'] ) ) : DEFAULTS['strength'],
		'catalog'  => ! empty( $sent['catalog'] ),
		'instant'  => ! empty( $sent['instant'] ),
		'consent'  => isset( $sent['consent'] ) && 'granted' === $sent['consent'] ? 'granted' : 'asked',
		'config'   => $config,
	);
}

/**
 * Why a config cannot be used, in a sentence; nothing where it can, or where there is none.
 *
 * @param string $config The text of a config.
 * @return string
 */
function refusal( $config ) {
	if ( '' === $config ) {
		return '';
	}
	if ( strlen( $config ) > LONGEST_CONFIG ) {
		/* translators: %d: a number of characters. */
		return sprintf( __( 'The config has more than %d characters. Nothing was changed in it.', 'vitrina' ), LONGEST_CONFIG );
	}
	$value = json_decode( $config );
	if ( JSON_ERROR_NONE !== json_last_error() ) {
		/* translators: %s: what PHP says is wrong. */
		return sprintf( __( 'The config is not JSON: %s. The config before stays.', 'vitrina' ), json_last_error_msg() );
	}
	return is_object( $value ) ? '' : __( 'The config is no JSON object; expected { … }. The config before stays.', 'vitrina' );
}

/**
 * One field of the form.
 *
 * @param array $field Its name.
 */
function show_field( $field ) {
	$name  = $field['name'];
	$value = settings()[ $name ];
	$at    = sprintf( 'id="%s" name="%s"', esc_attr( 'vitrina-' . $name ), esc_attr( OPTION . '[' . $name . ']' ) );
	// phpcs:disable WordPress.Security.EscapeOutput -- $at is escaped above.
	switch ( $name ) {
		case 'strength':
			echo '<input type="number" min="0" max="100" ' . $at . ' value="' . esc_attr( $value ) . '">';
			$help = __( '0 is exactly your own order.', 'vitrina' );
			break;
		case 'consent':
			echo '<select ' . $at . '>';
			echo '<option value="asked" ' . selected( $value, 'asked', false ) . '>' . esc_html__( 'As the visitor answers', 'vitrina' ) . '</option>';
			echo '<option value="granted" ' . selected( $value, 'granted', false ) . '>' . esc_html__( 'No consent is needed', 'vitrina' ) . '</option>';
			echo '</select>';
			$help = __( 'Consent plugins are asked for "preferences". Choose the second only where no consent is needed in the countries you sell to.', 'vitrina' );
			break;
		case 'config':
			echo '<textarea class="large-text code" rows="16" spellcheck="false" ' . $at . '>' . esc_textarea( $value ) . '</textarea>';
			$help = __( 'JSON with banners, offers, segments and more. With it, strength and products beyond the page above do not count.', 'vitrina' );
			break;
		default:
			echo '<input type="checkbox" value="1" ' . $at . ' ' . checked_box( $value ) . '>';
			$help = 'catalog' === $name
				? __( "Reads the products from WooCommerce's Store API once the page has loaded. Recommendations need it.", 'vitrina' )
				: __( 'Returning visitors see their order from the first frame, for one small request in the head.', 'vitrina' );
	}
	// phpcs:enable
	echo '<p class="description">' . esc_html( $help ) . '</p>';
}

/**
 * The attribute of a box that is ticked.
 *
 * @param bool $value Whether it is.
 * @return string
 */
function checked_box( $value ) {
	return \checked( $value, true, false );
}

/** The page itself. */
function show_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1><form action="options.php" method="post">';
	settings_fields( 'vitrina' );
	do_settings_sections( 'vitrina' );
	submit_button();
	echo '</form></div>';
}

/**
 * Leads to the page from the list of plugins.
 *
 * @param array $links What is there.
 * @return array
 */
function link_settings( $links ) {
	$address = admin_url( 'options-general.php?page=vitrina' );
	array_unshift( $links, '<a href="' . esc_url( $address ) . '">' . esc_html__( 'Settings', 'vitrina' ) . '</a>' );
	return $links;
}

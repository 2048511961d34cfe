// The two blocks in the editor: their settings beside the page, and a placeholder where visitors see what is theirs.
(({ blocks, blockEditor, components, element, i18n }) => {
  const { createElement: make } = element;
  const { __ } = i18n;
  const strategies = [
    'for_you', 'similar', 'also_viewed', 'bought_together', 'complements', 'buy_again', 'upsell', 'trending', 'bestsellers',
    'new_arrivals', 'recently_viewed', 'because_you_viewed', 'back_in_stock', 'price_drop', 'continue_shopping', 'cart_completion',
  ];

  /** A block whose settings are `fields`: a name, a label, and what else the control takes. */
  const register = (name, icon, title, fields) =>
    blocks.registerBlockType(name, {
      edit: ({ attributes, setAttributes }) => {
        const controls = fields.map(([field, label, Control = components.TextControl, more = {}]) =>
          make(Control, { key: field, label, value: attributes[field], onChange: (value) => setAttributes({ [field]: value }), ...more }),
        );
        return [
          make(blockEditor.InspectorControls, { key: 'settings' }, make(components.PanelBody, { title }, controls)),
          make('div', { key: 'place', ...blockEditor.useBlockProps() },
            make(components.Placeholder, { icon, label: title, instructions: attributes.strategy ?? attributes.title })),
        ];
      },
      // What visitors see is made by the server.
      save: () => null,
    });

  register('vitrina/recommendations', 'products', __('Recommendations', 'vitrina'), [
    ['strategy', __('What to show', 'vitrina'), components.SelectControl, { options: strategies.map((value) => ({ value, label: value.replaceAll('_', ' ') })) }],
    ['limit', __('Products', 'vitrina'), components.RangeControl, { min: 2, max: 12 }],
    ['title', __('Heading', 'vitrina')],
  ]);
  register('vitrina/banner', 'megaphone', __('Personal banner', 'vitrina'), [
    ['slot', __('Slot: the config says "#" and this', 'vitrina')],
    ['title', __('Title', 'vitrina')],
    ['text', __('Text', 'vitrina')],
    ['button', __('Button', 'vitrina')],
    ['link', __('Link', 'vitrina')],
    ['image', __('Address of a picture', 'vitrina')],
  ]);
})(window.wp);

//! What shoppers look at.

/// A shopper's screen: the inner size of the browser's window, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// 1280 by 900, with a mouse.
    Desktop,
    /// 390 by 844; a touch screen where the browser can pretend to have one (Chromium, Firefox).
    Phone,
}

impl Screen {
    /// Width and height.
    #[must_use]
    pub const fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop => (1280, 900),
            Self::Phone => (390, 844),
        }
    }
}

//! Why bytes are not opened as a model.

/// Why bytes are not opened as a model. The shop goes on with what needs none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does not begin as a model does.
    Foreign,
    /// It is of a format that this reader does not know yet.
    Newer {
        /// The file's format version.
        version: u32,
    },
    /// It ends too early.
    Truncated {
        /// Bytes that are there.
        length: usize,
        /// Bytes there should be, where so much is known.
        expected: Option<usize>,
    },
    /// It is not as it was written.
    Damaged,
    /// It holds coefficients of predictions that are too many, too few, or no numbers from -30 to 30.
    Coefficients,
}

impl Refusal {
    /// The reason, for a shop's console.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Foreign => "is no Vitrina model",
            Self::Newer { .. } => "is of a newer format than this Vitrina reads",
            Self::Truncated { .. } => "ends too early",
            Self::Damaged => "is damaged",
            Self::Coefficients => "holds coefficients out of bounds",
        }
    }

    /// The reason with its numbers and what to do, for a terminal.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn sentence(&self) -> String {
        use alloc::format;
        let known = super::VERSION;
        let why = self.reason();
        match self {
            Self::Foreign => {
                format!("{why}: it does not begin with its mark; expected a file written by `vitrina train`")
            }
            Self::Newer { version } => format!(
                "{why}: format {version}, known up to {known}; update Vitrina, or train again with this version"
            ),
            Self::Truncated { length, expected: Some(expected) } => {
                format!("{why}: {length} bytes of {expected}; copy it again, whole")
            }
            Self::Truncated { length, .. } => format!("{why}: {length} bytes; copy it again, whole"),
            Self::Damaged => format!("{why}: its checksum does not fit; copy it again, as binary"),
            Self::Coefficients => format!("{why}: expected finite numbers from -30 to 30; train it again"),
        }
    }
}

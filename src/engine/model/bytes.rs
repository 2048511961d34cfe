//! Numbers in a buffer.

/// The little-endian number of `width` bytes at `at`; `None` past the end.
pub(super) fn number(bytes: &[u8], at: usize, width: usize) -> Option<u32> {
    let mut value = 0;
    for byte in bytes.get(at..at.checked_add(width)?)?.iter().rev() {
        value = value << 8 | u32::from(*byte);
    }
    Some(value)
}

/// The variable-length number (LEB128, at most 32 bits) at `at`, which moves behind it; `None` past the end, or where
/// there is none.
pub(super) fn varint(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let (mut value, mut shift) = (0, 0);
    while shift < 32 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u32::from(byte & 127) << shift;
        if byte < 128 {
            return Some(value);
        }
        shift += 7;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_lowest_byte_first() {
        assert_eq!(number(&[9, 1, 2, 0], 1, 2), Some(0x0201));
        assert_eq!(number(&[9, 1, 2, 0], 1, 4), None);
        assert_eq!(number(&[1], usize::MAX, 2), None);
    }

    #[test]
    fn variable_length_numbers_end_at_the_first_small_byte() {
        let mut at = 1;
        assert_eq!(varint(&[0, 0xac, 0x02, 7], &mut at), Some(300));
        assert_eq!(at, 3);
        assert_eq!(varint(&[0x80], &mut 0), None);
        assert_eq!(varint(&[0xff; 9], &mut 0), None);
    }
}

//! The order of the functions in the wasm.
//!
//! gzip finds what is alike within the last 32 kB only, and the engine is nine times as long. So functions that are alike are
//! put side by side. wasm-opt does it, by names: this gives each function one.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};

use anyhow::{Context, Result, ensure};

/// Bytes that gzip looks back, less what else lies in between.
const WINDOW: usize = 32_000;
/// Bytes of the pieces by which functions are compared. What is alike for fewer hardly pays.
const PIECE: usize = 6;
/// Taken for pieces that a function has besides its own, so that the smallest do not win by the one piece they have.
const OTHERS: u64 = 50;
/// Numbers of functions below this take one byte, where most take two.
const SHORT: usize = 128;

const IMPORTS: u8 = 2;
const CODE: u8 = 10;

/// `wasm` with a name for each of its functions, in whose order they are best. The first, which wasm-opt has sorted by how
/// often they are called, keep their short numbers.
///
/// # Errors
/// When it is no wasm, or has a kind of import that is not known here.
pub fn name(wasm: &[u8]) -> Result<Vec<u8>> {
    let (mut imports, mut functions) = (0, Vec::new());
    let mut rest = Bytes(wasm.get(8..).context("this is no wasm")?);
    while !rest.0.is_empty() {
        let id = rest.byte()?;
        let length = rest.number()?;
        let section = rest.take(length)?;
        match id {
            IMPORTS => imports = imported(Bytes(section))?,
            CODE => functions = bodies(Bytes(section))?,
            _ => {}
        }
    }
    let order = order(&functions, SHORT.saturating_sub(imports));
    let mut names: Vec<_> = order.iter().enumerate().map(|(place, function)| (imports + function, place)).collect();
    names.sort_unstable();
    let mut map = Vec::new();
    number(&mut map, names.len());
    for (function, place) in names {
        number(&mut map, function);
        text(&mut map, &format!("{place:05}"));
    }
    let mut section = Vec::new();
    text(&mut section, "name");
    // The part with the names of functions.
    section.push(1);
    number(&mut section, map.len());
    section.append(&mut map);
    let mut named = wasm.to_vec();
    named.push(0);
    number(&mut named, section.len());
    named.append(&mut section);
    Ok(named)
}

/// The functions in the order that suits gzip: the first `kept` as they are, then always the one that has most in common
/// with what lies within reach before it.
fn order(functions: &[&[u8]], kept: usize) -> Vec<usize> {
    let pieces: Vec<HashSet<&[u8]>> = functions.iter().map(|body| body.windows(PIECE).collect()).collect();
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, own) in pieces.iter().enumerate() {
        for piece in own {
            holders.entry(piece).or_default().push(function);
        }
    }
    let mut shared = vec![0_u64; functions.len()];
    let mut within: HashMap<&[u8], u32> = HashMap::new();
    let (mut reach, mut reached) = (VecDeque::new(), 0);
    let mut order = Vec::new();
    let mut left: Vec<usize> = (0..functions.len()).collect();
    while !left.is_empty() {
        let alike = |function: usize| {
            let (shared, all) = (shared.get(function).copied(), pieces.get(function).map(HashSet::len));
            // In millionths, which are exact and the same everywhere.
            shared.unwrap_or_default() * 1_000_000 / (all.unwrap_or_default() as u64 + OTHERS)
        };
        let first = (0..left.len()).take(if order.len() < kept { 1 } else { usize::MAX });
        let next = first.max_by_key(|at| left.get(*at).map(|function| (alike(*function), Reverse(*function))));
        let next = left.remove(next.unwrap_or_default());
        order.push(next);
        reach.push_back(next);
        let mut count = |function: usize, comes: bool| {
            for piece in pieces.get(function).into_iter().flatten() {
                let times = within.entry(piece).or_default();
                *times = if comes { *times + 1 } else { *times - 1 };
                if *times == u32::from(comes) {
                    for holder in holders.get(piece).into_iter().flatten() {
                        if let Some(shared) = shared.get_mut(*holder) {
                            *shared = if comes { *shared + 1 } else { *shared - 1 };
                        }
                    }
                }
            }
        };
        let length = |function: usize| functions.get(function).map_or(0, |body| body.len());
        count(next, true);
        reached += length(next);
        while reached > WINDOW {
            let Some(gone) = reach.pop_front() else { break };
            count(gone, false);
            reached -= length(gone);
        }
    }
    order
}

/// How many functions are imported.
fn imported(mut section: Bytes<'_>) -> Result<usize> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        for _ in ["module", "name"] {
            let length = section.number()?;
            section.take(length)?;
        }
        ensure!(section.byte()? == 0, "the wasm imports something else than functions");
        section.number()?;
        functions += 1;
    }
    Ok(functions)
}

/// The functions, without their lengths.
fn bodies(mut section: Bytes<'_>) -> Result<Vec<&[u8]>> {
    let mut bodies = Vec::new();
    for _ in 0..section.number()? {
        let length = section.number()?;
        bodies.push(section.take(length)?);
    }
    Ok(bodies)
}

/// What is still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Result<u8> {
        self.take(1)?.first().copied().context("the wasm ends early")
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).context("the wasm ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number as wasm writes them: seven bits a byte, the lowest first.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        anyhow::bail!("a number in the wasm is too long")
    }
}

fn number(to: &mut Vec<u8>, mut number: usize) {
    while number > 127 {
        to.push((number & 127 | 128) as u8);
        number >>= 7;
    }
    to.push(number as u8);
}

fn text(to: &mut Vec<u8>, text: &str) {
    number(to, text.len());
    to.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_are_alike_come_together_after_those_with_short_numbers() {
        let [a, b] = [1_u8, 2].map(|start| (0..200).map(|at: u8| at.wrapping_mul(start)).collect::<Vec<_>>());
        let other = |of: &[u8]| [&[7; 9], of].concat();
        let (like_a, like_b) = (other(&a), other(&b));
        let functions: [&[u8]; 4] = [&b, &a, &like_b, &like_a];
        assert_eq!(order(&functions, 0), [0, 2, 3, 1]);
        assert_eq!(order(&functions, 2), [0, 1, 3, 2]);
        assert_eq!(order(&[], 3), [0; 0]);
    }

    #[test]
    fn what_lies_too_far_back_counts_no_more() {
        let long: Vec<u8> = (0..WINDOW as u32).flat_map(|at| (at * 7).to_le_bytes()).collect();
        let [a, b] = [1_u8, 2].map(|start| (0..200).map(|at: u8| at.wrapping_mul(start)).collect::<Vec<_>>());
        // With `a` in reach its copy would come before `b`, though that stands first.
        assert_eq!(order(&[&a, &b, &a], 1), [0, 2, 1]);
        assert_eq!(order(&[&a, &long, &b, &a], 2), [0, 1, 2, 3]);
    }

    #[test]
    fn each_function_of_a_module_gets_the_name_of_its_place() {
        // One type, one import, two functions that do nothing.
        let module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0\x03\x03\x02\0\0\x0a\x07\x02\x02\0\x0b\x02\0\x0b";
        let named = name(module).unwrap();
        assert_eq!(named.strip_prefix(module).unwrap(), b"\0\x16\x04name\x01\x0f\x02\x01\x0500000\x02\x0500001");
        assert!(name(b"\0asm").is_err() && name(&module[..20]).is_err());
    }
}

//! The operators of conditions.

use crate::engine::record::choice;

choice! {
    /// What is asked of a value.
    pub enum Operator {
        /// Equal, without conversions.
        Eq = "$eq",
        /// Not equal.
        Ne = "$ne",
        /// Greater.
        Gt = "$gt",
        /// Greater or equal.
        Gte = "$gte",
        /// Less.
        Lt = "$lt",
        /// Less or equal.
        Lte = "$lte",
        /// Is there at all.
        Exists = "$exists",
        /// One of a list, or a list with one of them.
        In = "$in",
        /// None of a list.
        Nin = "$nin",
        /// One of a list, whatever the case.
        Ini = "$ini",
        /// None of a list, whatever the case.
        Nini = "$nini",
        /// A list that holds them all.
        All = "$all",
        /// A list that holds them all, whatever the case.
        Alli = "$alli",
        /// A list of so many.
        Size = "$size",
        /// A list with an element that meets a condition.
        ElemMatch = "$elemMatch",
        /// Does not meet a condition.
        Not = "$not",
        /// Matches a regular expression.
        Regex = "$regex",
        /// Matches a regular expression, whatever the case.
        Regexi = "$regexi",
        /// Is of a type.
        Type = "$type",
        /// In a group.
        InGroup = "$inGroup",
        /// Not in a group.
        NotInGroup = "$notInGroup",
        /// The same version.
        Veq = "$veq",
        /// Another version.
        Vne = "$vne",
        /// A later version.
        Vgt = "$vgt",
        /// A later version or the same.
        Vgte = "$vgte",
        /// An earlier version.
        Vlt = "$vlt",
        /// An earlier version or the same.
        Vlte = "$vlte",
    }
}

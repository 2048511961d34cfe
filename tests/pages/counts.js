// Counts how often it was run.
window.runs = (window.runs ?? 0) + 1;

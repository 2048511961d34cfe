window.there = "there";

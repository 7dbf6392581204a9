"""Rows, bitexts and translation memories as other programs read and write them."""

"""OpenAI's chat completions, as far as translation tools use them.

A message asks for a translation in words; `prompts` tells the text from what is asked of it.
"""

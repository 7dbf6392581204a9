"""LibreTranslate's API, as far as its clients use it; `/translate` is vitrans' own, too."""

"""The pieces windows are made of. They show values from presenters and know nothing of accounts or rules."""

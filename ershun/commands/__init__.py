"""Subcommands of ``ershun``, one file each."""

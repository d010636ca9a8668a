"""The command line as ``python -m xietong``, for where its program is not on the path."""

from xietong.cli import main

if __name__ == "__main__":
    main(prog_name="xietong")

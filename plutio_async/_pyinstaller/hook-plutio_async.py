"""What PyInstaller cannot find by itself: the data of the package, and modules that are imported by their names."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

datas = collect_data_files("plutio_async")
hiddenimports = collect_submodules("plutio_async._generated")

from plutio_async._client.files import Files
from plutio_async._generated.raw import RawFilesResource, RawResources
from plutio_async._resources.raw import raw

class RawFiles(RawFilesResource):
    _files: Files
    download = raw(_files.download)

class RawClient(RawResources):
    @property
    def files(self) -> RawFiles: ...

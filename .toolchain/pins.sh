# The versions of everything that is downloaded, in one place. Every download is checked: Debian packages by the
# signature of Debian's archive key, npm packages by the hashes in package-lock.json, library sources by the hashes in
# the CMake files, and raw data by the hashes in data.sha256.

emscripten_oldest=3.1.60  # the oldest emcc on the PATH that is used
emscripten_version=3.1.69 # the version that is fetched otherwise, from the Debian release named below
llvm_version=19           # the LLVM that this Emscripten needs
debian_release=trixie     # the release with Emscripten and the library sources, for a Debian that is older
debian_release_number=13

node_oldest=20
node_version=20.19.5      # fetched as an npm package if the machine's own Node is older than that

sdl2_version=2.32.4
imgui_version=1.90.1
implot_version=0.17
catch2_version=3.7.1
eigen_version=3.4.0
json_version=3.11.3

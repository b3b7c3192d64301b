# The versions of everything that is downloaded, in one place. Debian packages are signed by Debian's archive key,
# npm packages are checked against the hashes in package-lock.json, upstream sources against the commits or hashes in
# CMakeLists.txt, and raw data against the hashes in data.sha256.

emscripten_oldest=3.1.60  # an emcc on the PATH that is at least this new is used as it is
emscripten_version=3.1.69 # otherwise this one is fetched, from the Debian release named below
llvm_version=19           # the LLVM that this Emscripten was made for
debian_release=trixie     # where Emscripten and the library sources come from on a Debian that is too old to have them
debian_release_number=13

node_oldest=20
node_version=20.19.5      # fetched as an npm package where the machine's own Node is older

sdl2_version=2.32.4
imgui_version=1.90.1
implot_version=0.17
catch2_version=3.7.1
eigen_version=3.4.0
json_version=3.11.3

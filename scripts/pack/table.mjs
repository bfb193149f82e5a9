/**
 * The packs: which registry wheels hold TensorFlow's C library for which platform, pinned by hash. A wheel is only a carrier here:
 * no Python code of it is unpacked or run. Sizes are for progress and for the check of free space; the hashes decide.
 * What was tried on which platform: docs/setup.md.
 */

const TENSORFLOW = '2.21.0';

/** Counts changes of the recipe that make another pack of the same TensorFlow. */
const REVISION = 1;

const MB = 1e6;

/** Headers of the C API which the two files of the binding include, all below `tensorflow/include/` in the wheel. */
const HEADERS = [
  'tensorflow/c/(?:c_api|c_api_macros|tf_attrtype|tf_buffer|tf_datatype|tf_status|tf_tensor|tf_tstring)\\.h',
  'tensorflow/c/eager/c_api\\.h',
  'tensorflow/core/platform/(?:ctstring|ctstring_internal)\\.h',
  'tsl/platform/(?:ctstring|ctstring_internal)\\.h',
  'xla/tsl/c/tsl_status\\.h',
];

/** @type {readonly import('./types.d.mts').MemberRule[]} */
const TENSORFLOW_MEMBERS = [
  { from: /^tensorflow\/(libtensorflow_(?:cc|framework)\.(?:so\.2|2\.dylib))$/, to: 'lib/$1', count: 2 },
  { from: new RegExp(`^tensorflow/include/(${HEADERS.join('|')})$`), to: 'include/$1', count: 14 },
  { from: /^tensorflow\/(THIRD_PARTY_NOTICES\.txt)$/, to: '$1' },
];

/**
 * @param {string} name
 * @param {string} platform pip's platform tag
 * @param {[packed: number, unpacked: number]} sizes in MB
 * @param {string} sha256
 * @returns {import('./types.d.mts').Wheel}
 */
const tensorflowWheel = (name, platform, [packed, unpacked], sha256) => ({
  package: name,
  version: TENSORFLOW,
  sha256,
  bytes: packed * MB,
  unpackedBytes: unpacked * MB,
  pip: { python: '3.11', platform },
  members: TENSORFLOW_MEMBERS,
});

/**
 * A wheel of CUDA libraries. All of them go flat into `nvidia/cuda_runtime/lib`: that folder stands in the RUNPATH of
 * libtensorflow_framework (`$ORIGIN/../nvidia/cuda_runtime/lib`), while the folders of cuSOLVER and NVRTC do not.
 *
 * @param {string} name between `nvidia-` and `-cu12`
 * @param {string} version
 * @param {[packed: number, unpacked: number]} sizes in MB
 * @param {string} sha256
 * @returns {import('./types.d.mts').Wheel}
 */
const nvidiaWheel = (name, version, [packed, unpacked], sha256) => ({
  package: `nvidia-${name}-cu12`,
  version,
  sha256,
  bytes: packed * MB,
  unpackedBytes: unpacked * MB,
  pip: { python: '3.11', platform: 'manylinux2014_x86_64' },
  members: [{ from: /^nvidia\/[^/]+\/lib\/([^/]+\.so[.0-9]*)$/, to: 'nvidia/cuda_runtime/lib/$1' }],
});

/**
 * @param {string} platform
 * @param {number} packed in MB
 * @param {string} sha256
 * @returns {import('./types.d.mts').Wheel}
 */
const zigWheel = (platform, packed, sha256) => ({
  package: 'ziglang',
  version: '0.17.1',
  sha256,
  bytes: packed * MB,
  unpackedBytes: 400 * MB,
  pip: { python: '3.11', platform },
  members: [{ from: /^ziglang\/(.*[^/])$/, to: '$1' }],
});

const zig = {
  linuxX64: zigWheel('manylinux_2_12_x86_64', 101.1, 'ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54'),
  linuxArm64: zigWheel('manylinux_2_17_aarch64', 98.1, 'b7c5f02fccd40f89b999ee16a1f5ddced56e6182370f8affe494bcf8a28cf07e'),
  macArm64: zigWheel('macosx_13_0_arm64', 100.4, '09953b6af7f64168b915180a42774f520f92d86ef6331b28e33915c7e1f0bb23'),
};

const linuxLibraries = ['lib/libtensorflow_cc.so.2', 'lib/libtensorflow_framework.so.2'];
const macLibraries = ['lib/libtensorflow_cc.2.dylib', 'lib/libtensorflow_framework.2.dylib'];

/**
 * @param {string} platform
 * @param {import('./types.d.mts').PackKind} kind
 * @param {Pick<import('./types.d.mts').PackRecipe, 'wheels' | 'libraries' | 'zig' | 'zigTarget'>} parts
 * @returns {Record<string, import('./types.d.mts').PackRecipe>}
 */
const recipe = (platform, kind, parts) => ({
  [`${platform}-${kind}`]: {
    name: `${platform}-${kind}-${TENSORFLOW}-${REVISION}`,
    kind,
    platform,
    tensorflow: TENSORFLOW,
    ...parts,
  },
});

/** @type {import('./types.d.mts').PackTable} */
export const packTable = {
  ...recipe('linux-x64', 'cpu', {
    wheels: [
      // prettier-ignore
      tensorflowWheel('tensorflow-cpu', 'manylinux_2_27_x86_64', [273.83, 854], '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c'),
    ],
    libraries: linuxLibraries,
    zig: zig.linuxX64,
    zigTarget: 'x86_64-linux-gnu.2.27',
  }),
  ...recipe('linux-x64', 'gpu', {
    wheels: [
      // prettier-ignore
      tensorflowWheel('tensorflow', 'manylinux_2_27_x86_64', [572.4, 1260], '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124'),
      nvidiaWheel('cublas', '12.5.3.2', [363.3, 552], 'ca070ad70e9fa6654084575d01bd001f30cc4665e33d4bb9fc8e0f321caa034b'),
      nvidiaWheel('cuda-runtime', '12.5.82', [0.9, 1], '3e79a060e126df40fd3a068f3f787eb000fa51b251ec6cd97d09579632687115'),
      nvidiaWheel('cuda-nvrtc', '12.5.82', [24.9, 69], '3dbd97b0104b4bfbc3c4f8c79cd2496307c89c43c29a9f83125f1d76296ff3fd'),
      nvidiaWheel('cudnn', '9.3.0.75', [577.2, 886], '9ad9c6929ebb5295eb4a1728024666d1c88283373e265a0c5c883e6f9d5cd76d'),
      nvidiaWheel('cufft', '11.2.3.61', [192.5, 279], '9a6e8df162585750f61983a638104a48c756aa13f9f48e19ab079b38e3c828b8'),
      nvidiaWheel('cusolver', '11.6.3.83', [130.3, 219], '93cfafacde4428b71778eeb092ec615a02a3d05404da1bcf91c53e3fa1bce42b'),
      nvidiaWheel('cusparse', '12.5.1.3', [217.6, 296], '016df8e993c437e8301e62739f01775cba988fd5253cd4c64173f8e8d2f8e752'),
      nvidiaWheel('nvjitlink', '12.5.82', [21.3, 55], 'f9b37bc5c8cf7509665cb6ada5aaa0ce65618f2332b7d3e78e9790511f111212'),
    ],
    libraries: linuxLibraries,
    zig: zig.linuxX64,
    zigTarget: 'x86_64-linux-gnu.2.27',
  }),
  ...recipe('linux-arm64', 'cpu', {
    wheels: [
      // prettier-ignore
      tensorflowWheel('tensorflow', 'manylinux_2_27_aarch64', [281.8, 884], '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c'),
    ],
    libraries: linuxLibraries,
    zig: zig.linuxArm64,
    zigTarget: 'aarch64-linux-gnu.2.27',
  }),
  ...recipe('darwin-arm64', 'cpu', {
    wheels: [
      tensorflowWheel(
        'tensorflow',
        'macosx_12_0_arm64',
        [223.4, 741],
        '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
      ),
    ],
    libraries: macLibraries,
    zig: zig.macArm64,
    zigTarget: 'aarch64-macos.12.0',
  }),
};

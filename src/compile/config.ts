// SPDX-License-Identifier: GPL-2.0-only

/**
 * What `make allmodconfig` is told beforehand (KCONFIG_ALLCONFIG, Documentation/kbuild/kconfig.rst). Everything that
 * an architecture can have is on, so that hardly any file is left out; off is what makes a warning an error, which
 * hides those after it, and what instruments code without changing what is said of it.
 */
export const ALLMODCONFIG_PRESETS = `# CONFIG_WERROR is not set
# CONFIG_DRM_WERROR is not set
# CONFIG_KVM_WERROR is not set
CONFIG_PPC_DISABLE_WERROR=y
# CONFIG_KASAN is not set
# CONFIG_KCSAN is not set
# CONFIG_KCOV is not set
# CONFIG_UBSAN is not set
# CONFIG_GCOV_KERNEL is not set
# CONFIG_GCC_PLUGINS is not set
# CONFIG_RUST is not set
# CONFIG_DEBUG_INFO is not set
CONFIG_DEBUG_INFO_NONE=y
CONFIG_CPU_LITTLE_ENDIAN=y
`;

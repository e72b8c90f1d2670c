// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';

const CORE = '#include "lamp.h"\n\nint lamp_glow(int watts)\n{\n\treturn watts > 0;\n}\n';
const MAY = 'static bool lamp_may(int watts)\n{\n\treturn watts < 60;\n}\n\n';
const DIM = '#include "lamp.h"\n\nint lamp_dim(int watts)\n{\n\treturn watts / 2;\n}\n';
const asked = (text: string) => text.replace('return watts', 'return lamp_may(watts) ? 0 : watts');
const files = (core: string, dim: string) => ({ 'drivers/lamp/core.c': core, 'drivers/lamp/dim.c': dim });

export const good: Sample[] = [
  {
    name: 'a static function of that name in each file',
    before: files(CORE, DIM),
    after: files(
      CORE.replace('int lamp_glow', `${MAY}int lamp_glow`),
      asked(DIM.replace('int lamp_dim', `${MAY}int lamp_dim`)),
    ),
  },
  {
    name: 'a macro of the file that calls',
    before: files(CORE, DIM),
    after: files(
      CORE.replace('int lamp_glow', `${MAY}int lamp_glow`),
      asked(DIM.replace('int lamp_dim', '#define lamp_may(watts) ((watts) < 60)\n\nint lamp_dim')),
    ),
  },
  {
    name: 'a helper that is not static',
    before: files(CORE, DIM),
    after: files(CORE.replace('int lamp_glow', `${MAY.replace('static ', '')}int lamp_glow`), asked(DIM)),
  },
  {
    name: 'tests that the file of the helper includes',
    before: files(CORE, DIM),
    after: files(
      `${CORE.replace('int lamp_glow', `${MAY}int lamp_glow`)}\n#ifdef CONFIG_KUNIT\n#include "dim.c"\n#endif\n`,
      asked(DIM),
    ),
  },
];

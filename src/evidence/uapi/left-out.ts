// SPDX-License-Identifier: GPL-2.0-only

/**
 * Rules that a run does without, by id or family: what a reviewer would ask is the affair of kpw check and kpw series,
 * and what does not compile a run finds by compiling it. Without them nothing of a whole tree has to be searched.
 */
export const LEFT_OUT: readonly string[] = ['review', 'tre-arguments', 'tre-name-absent'];

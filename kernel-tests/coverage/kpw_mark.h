/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stands for a statement, or for a way that control can take, in the copy of a
 * source file that is compiled for coverage. It gives no instruction: a section
 * that is never loaded says at which address the place with this number is.
 * Being there, it keeps the compiler from merging the block with another one.
 */
#ifndef KPW_MARK
#define KPW_MARK(number)						\
	__asm__ __inline __volatile__(".pushsection .kpw_marks,\"\"\n\t"	\
					".quad 771f\n\t"			\
					".quad %c0\n\t"				\
					".popsection\n"				\
					"771:" : : "i" (number))
/* The same as part of an expression. */
#define KPW_MARK_VALUE(number) ({ KPW_MARK(number); })
#endif

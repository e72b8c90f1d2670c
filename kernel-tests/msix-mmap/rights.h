/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_RIGHTS_H
#define KPW_RIGHTS_H

enum rights {
	RIGHTS_ALL,		/* a process like its parent, and another one */
	RIGHTS_NO_CAPABILITIES,	/* root that may do nothing */
	RIGHTS_NOBODY,		/* another user, who has only the fd */
};

/*
 * Has a child with these rights call @call, and returns what that did, or the
 * errno of what went wrong before: a text that stays valid until the next call.
 */
const char *with_rights(enum rights rights, const char *(*call)(const void *), const void *argument);

#endif

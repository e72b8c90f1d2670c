/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KPW_FILE_H
#define KPW_FILE_H

/* Into a file of sysfs or debugfs; -1 with errno. */
int file_write(const char *path, const char *text);

#endif

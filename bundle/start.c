/* "Start psoas" and "Stop psoas" of the folder on Linux: the same as the scripts of these names in "posix".

   A program, because file managers run a program at a double click and open a script in an editor. */

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LONGEST 4096

int main(int count, char **words) {
    char own[LONGEST], psoas[LONGEST + 16], log[LONGEST + 16];
    ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    if (length < 0) {
        length = (ssize_t)strnlen(words[0], sizeof own - 1);
        memcpy(own, words[0], (size_t)length);
    }
    own[length] = 0;
    char *name = strrchr(own, '/');
    if (count < 1 || name == NULL) return 2;
    *name++ = 0;
    snprintf(psoas, sizeof psoas, "%s/psoas", own);
    if (!isatty(2)) { /* what it has to say would be lost */
        snprintf(log, sizeof log, "%s/psoas.log", own);
        int file = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
        if (file >= 0) dup2(file, 2);
    }
    execl(psoas, psoas, "coach", strncmp(name, "Stop", 4) == 0 ? "stop" : (char *)NULL, (char *)NULL);
    perror(psoas);
    return 2;
}

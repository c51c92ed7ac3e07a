/* A stand-in for UAPKI: its two functions, behind which a test answers. Each request goes into the FIFO "asked" of the
   folder that FAKE_UAPKI names, and the answer comes out of the FIFO "answer". "!abort" and "!hang" do what they say. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *open_pipe(const char *name, const char *mode)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", getenv("FAKE_UAPKI"), name);
    return fopen(path, mode);
}

char *process(const char *request)
{
    FILE *pipe = open_pipe("asked", "wb");
    fwrite(request, 1, strlen(request), pipe);
    fclose(pipe);
    pipe = open_pipe("answer", "rb");
    char *answer = calloc(1, 1 << 20);
    size_t length = fread(answer, 1, (1 << 20) - 1, pipe);
    fclose(pipe);
    answer[length] = 0;
    if (strcmp(answer, "!abort") == 0)
        abort();
    while (strcmp(answer, "!hang") == 0)
        pause();
    return answer;
}

void json_free(char *answer)
{
    memset(answer, 'x', strlen(answer)); /* whoever reads it later reads this */
    free(answer);
}

#include <stdio.h>
#include "queue.h"
#define MAX 10
#include MACRO_H

typedef int (*compare_fn)(const void *a, const void *b);
typedef struct node node_t;
typedef unsigned long ulong_t, *ulong_p;

struct node {
    struct node *next;
    union { int i; float f; } value;
};

typedef struct {
    int x, y;
} point;

typedef enum color { RED, GREEN } color_t;

union bits { int i; };
enum level { LOW, HIGH };
struct forward;

int declared(int a, int b);

static inline int
add(int a, const int b)
{
    return a + b;
}

char **split(char *text, const char *const sep[], int (*cb)(int code), ...) {
    struct local { int z; };
    return NULL;
}

int (*select_op(int op))(int left, int right) {
    return add;
}

int old_style(a, b)
    int a;
    char *b;
{
    return a;
}

void nothing(void) {}

#ifdef _WIN32
int main(void) { return 1; }
#else
int main(int argc, char *argv[]) { return 0; }
#endif

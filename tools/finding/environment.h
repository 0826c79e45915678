/* Versions of all that had a part in a finding. */
#ifndef MMINIT_TOOLS_FINDING_ENVIRONMENT_H
#define MMINIT_TOOLS_FINDING_ENVIRONMENT_H

/* "KEY: VALUE" lines: mminit, revision, compiler, build, engine, system. path: where the finding
 * lies, as its engine is known by the name it gave. The caller frees; NULL without memory. */
char *environment_text(const char *path);

/* The revision of the sources that this program was built from, as `git describe` says it;
 * "unknown" outside of a repository. */
const char *environment_revision(void);

/* The preset that this program was built with ("release"), or its build type. */
const char *environment_preset(void);

#endif

// log Z, exactly: see models/rbm_exact.h.
#pragma once

#include "models/rbm_exact.h"  // IWYU pragma: export

// One kernel as a Node-API addon: run(buffers, numbers) calls it on typed arrays in place, cpu() is the processor time of this thread [ms].
#include <node_api.h>
#include <time.h>
void kernel(void **buffers, const double *numbers);

#define MOST 16
static napi_value refuse(napi_env env, const char *why) {
  napi_throw_type_error(env, NULL, why);
  return NULL;
}
static napi_value run(napi_env env, napi_callback_info info) {
  size_t given = 2;
  napi_value arguments[2], item;
  void *buffers[MOST];
  double numbers[MOST];
  uint32_t arrays = 0, scalars = 0;
  napi_get_cb_info(env, info, &given, arguments, NULL, NULL);
  if (given < 2 || napi_get_array_length(env, arguments[0], &arrays) != napi_ok ||
      napi_get_array_length(env, arguments[1], &scalars) != napi_ok || arrays > MOST || scalars > MOST)
    return refuse(env, "run(typedArrays, numbers)");
  for (uint32_t i = 0; i < arrays; i++) {
    napi_get_element(env, arguments[0], i, &item);
    if (napi_get_typedarray_info(env, item, NULL, NULL, &buffers[i], NULL, NULL) != napi_ok)
      return refuse(env, "a typed array is needed");
  }
  for (uint32_t i = 0; i < scalars; i++) {
    napi_get_element(env, arguments[1], i, &item);
    if (napi_get_value_double(env, item, &numbers[i]) != napi_ok) return refuse(env, "a number is needed");
  }
  kernel(buffers, numbers);
  return NULL;
}
static napi_value cpu(napi_env env, napi_callback_info info) {
  (void)info;
  struct timespec now;
  napi_value ms;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  napi_create_double(env, now.tv_sec * 1e3 + now.tv_nsec / 1e6, &ms);
  return ms;
}
NAPI_MODULE_INIT() {
  napi_value f;
  napi_create_function(env, "run", NAPI_AUTO_LENGTH, run, NULL, &f);
  napi_set_named_property(env, exports, "run", f);
  napi_create_function(env, "cpu", NAPI_AUTO_LENGTH, cpu, NULL, &f);
  napi_set_named_property(env, exports, "cpu", f);
  return exports;
}

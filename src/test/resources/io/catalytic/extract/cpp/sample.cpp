#include <vector>
#include "widget.hpp"

namespace app::core {

using Id = unsigned long;
typedef std::vector<int> Ints;

template <typename T>
class Widget : public Base<T> {
 public:
  explicit Widget(const T& value, int count = 1) : value_(value) {}
  virtual ~Widget() = default;
  Widget& operator=(const Widget& other) { return *this; }
  operator bool() const { return true; }
  virtual void draw() const = 0;
  void declared(int n);
  static auto make(T&& value, auto... rest) -> Widget<T> { return {}; }

  struct Nested {
    int field;
    int get() const { return field; }
  };

 private:
  T value_;
};

template <>
struct Hash<Widget<int>> {
  size_t operator()(const Widget<int>& w) const noexcept { return 0; }
};

enum class Mode : int { On, Off };
union Raw { int i; float f; };

}  // namespace app::core

namespace {
int hidden() { return 1; }
}

void app::core::Widget<int>::declared(int n) {
  auto twice = [](int x) { return x * 2; };
}

app::core::Other::Other(int *p, const char *(*cb)(int)) : p_(p) {}
app::core::Other::~Other() {}

std::vector<int>& values(std::vector<int>&& in, int (&arr)[3]) { return in; }

template <class A, class B>
auto add(A a, B b) -> decltype(a + b) { return a + b; }

bool operator==(const Id& a, const Id& b) { return true; }

extern "C" {
int c_api(void* handle) { return 0; }
}

struct Forward;

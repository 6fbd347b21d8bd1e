#include "face/synthesise_scene.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace limen::face::synthesis {
namespace {

constexpr float pi = std::numbers::pi_v<float>;
constexpr float distance = 13;                // of the camera, inter-eye distances: 80 cm
constexpr float front = 1.2F;                 // the plane in which `scale` holds
constexpr Vector neck_joint{0, 0.9F, -0.1F};  // the head turns about it

std::size_t index(const Patch& patch, int column, int row) {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(patch.columns) + static_cast<std::size_t>(column);
}

template <class Make>
Patch make_patch(Material material, int columns, int rows, Make&& make) {
  Patch patch{material, columns, rows, {}};
  patch.vertices.resize(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column)
      patch.vertices[index(patch, column, row)] = make(static_cast<float>(column) / static_cast<float>(columns - 1),
                                                       static_cast<float>(row) / static_cast<float>(rows - 1));
  return patch;
}

void add_normals(Patch& patch) {
  for (int row = 0; row < patch.rows; ++row)
    for (int column = 0; column < patch.columns; ++column) {
      const auto at = [&](int c, int r) {
        return patch.vertices[index(patch, std::clamp(c, 0, patch.columns - 1), std::clamp(r, 0, patch.rows - 1))]
            .position;
      };
      patch.vertices[index(patch, column, row)].normal =
          normalised(cross(at(column + 1, row) - at(column - 1, row), at(column, row + 1) - at(column, row - 1)));
    }
}

/// Hollows are darker: a point that lies behind the mean of its surroundings sees less of the room.
void add_openness(Patch& patch, int reach, float strength) {
  const auto size = patch.vertices.size();
  std::vector<float> z(size), line(size);
  for (std::size_t i = 0; i < size; ++i) z[i] = patch.vertices[i].position.z;
  const auto mean = [&](const std::vector<float>& from, int column, int row, int dc, int dr) {
    float sum = 0;
    for (int k = -reach; k <= reach; ++k)
      sum += from[index(patch, std::clamp(column + k * dc, 0, patch.columns - 1),
                        std::clamp(row + k * dr, 0, patch.rows - 1))];
    return sum / static_cast<float>(2 * reach + 1);
  };
  for (int row = 0; row < patch.rows; ++row)
    for (int column = 0; column < patch.columns; ++column) line[index(patch, column, row)] = mean(z, column, row, 1, 0);
  for (int row = 0; row < patch.rows; ++row)
    for (int column = 0; column < patch.columns; ++column) {
      const auto i = index(patch, column, row);
      patch.vertices[i].open = std::clamp(1 - strength * (mean(line, column, row, 0, 1) - z[i]), 0.45F, 1.15F);
    }
}

Patch head_of(const Surface& surface) {
  const float middle = 0.5F * (surface.top() + surface.chin()), half = 0.5F * (surface.chin() - surface.top());
  auto patch = make_patch(Material::head, 125, 150, [&](float across, float down) {
    const float turn = (across - 0.5F) * 2 * (2 * pi / 3);
    const float y = middle + half * std::sin((down - 0.5F) * pi * 0.998F);
    Vertex v;
    v.position = surface.at_turn(turn, y, v.u);
    v.v = y;
    return v;
  });
  add_openness(patch, 6, 2.6F);
  return patch;
}

Patch ellipsoid(Material material, Vector centre, Vector radii, int columns, int rows) {
  return make_patch(material, columns, rows, [&](float across, float down) {
    const float turn = (across - 0.5F) * 2 * pi, up = (down - 0.5F) * pi;
    Vertex v;
    v.position = centre + Vector{radii.x * std::cos(up) * std::sin(turn), radii.y * std::sin(up),
                                 radii.z * std::cos(up) * std::cos(turn)};
    v.u = v.position.x, v.v = v.position.y;
    return v;
  });
}

}  // namespace

Camera::Camera(const Pose& pose, float x, float y, float scale) noexcept
    : yaw_(static_cast<float>(pose.yaw) * pi / 180),
      pitch_(static_cast<float>(pose.pitch) * pi / 180),
      cos_roll_(std::cos(static_cast<float>(pose.roll) * pi / 180)),
      sin_roll_(std::sin(static_cast<float>(pose.roll) * pi / 180)),
      x_(x),
      y_(y),
      scale_(scale) {}

Vector Camera::rotate(Vector point, float share) const noexcept {
  const Vector p = point - neck_joint;
  const float cy = std::cos(share * yaw_), sy = std::sin(share * yaw_), cp = std::cos(share * pitch_),
              sp = std::sin(share * pitch_);
  const Vector q{cy * p.x + sy * p.z, p.y, cy * p.z - sy * p.x};
  return neck_joint + Vector{q.x, cp * q.y + sp * q.z, cp * q.z - sp * q.y};
}
Vector Camera::turn(Vector point) const noexcept { return rotate(point, 1); }
Vector Camera::turn_body(Vector point) const noexcept { return rotate(point, 0.25F); }

Vector Camera::project(Vector turned) const noexcept {
  const float nearer = (distance - front) / (distance - turned.z);
  const float x = turned.x * nearer, y = turned.y * nearer;
  return {x_ + scale_ * (cos_roll_ * x - sin_roll_ * y), y_ + scale_ * (sin_roll_ * x + cos_roll_ * y), turned.z};
}

std::vector<Patch> scene(const Surface& surface, const Camera& camera) {
  const auto& face = surface.face();
  std::vector<Patch> patches;
  patches.push_back(head_of(surface));
  const float width = surface.half_width_at(0.25F);
  for (const float side : {-1.0F, 1.0F})
    patches.push_back(ellipsoid(Material::skin, {side * (width + 0.03F), 0.28F, -0.12F}, {0.12F, 0.36F, 0.2F}, 16, 16));
  if (face.hair.style == HairStyle::long_hair)
    patches.push_back(ellipsoid(Material::hair, {0, 0.75F, -0.75F},
                                {face.head.half_width + 0.2F + face.hair.volume, 2.5F, 0.75F}, 40, 40));
  const std::size_t of_head = patches.size();
  const float neck = 0.62F * face.head.half_width + 0.06F;
  patches.push_back(make_patch(Material::skin, 24, 20, [&](float across, float down) {
    const float turn = (across - 0.5F) * pi, y = 0.9F + 2.6F * down;
    Vertex v;
    v.position = {neck * (1 + 0.5F * down * down * down) * std::sin(turn), y, -0.35F + 0.8F * std::cos(turn)};
    v.u = v.position.x, v.v = y - 3;
    v.open = 0.5F + 0.5F * smoothstep(surface.chin() - 0.1F, surface.chin() + 0.9F, y);
    return v;
  }));
  patches.push_back(ellipsoid(Material::cloth, {0, 4.75F, -0.9F}, {3.2F, 2.55F, 1.5F}, 40, 30));
  for (std::size_t i = 0; i < patches.size(); ++i) {
    for (auto& vertex : patches[i].vertices)
      vertex.position = i < of_head ? camera.turn(vertex.position) : camera.turn_body(vertex.position);
    add_normals(patches[i]);
  }
  return patches;
}

std::vector<Fragment> rasterise(const std::vector<Patch>& patches, const Camera& camera, int width, int height) {
  std::vector<Fragment> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  std::vector<Vector> points;
  for (const auto& patch : patches) {
    points.clear();
    for (const auto& vertex : patch.vertices) points.push_back(camera.project(vertex.position));
    const auto triangle = [&](std::size_t ia, std::size_t ib, std::size_t ic) {
      const Vector &a = points[ia], &b = points[ib], &c = points[ic];
      const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
      if (!(area > 1e-6F)) return;  // seen from behind
      const auto clip = [](float v, int limit) {
        return static_cast<int>(std::clamp(v, -1.0F, static_cast<float>(limit)));
      };
      const int x0 = std::max(0, clip(std::floor(std::min({a.x, b.x, c.x})), width)),
                x1 = std::min(width - 1, clip(std::ceil(std::max({a.x, b.x, c.x})), width));
      const int y0 = std::max(0, clip(std::floor(std::min({a.y, b.y, c.y})), height)),
                y1 = std::min(height - 1, clip(std::ceil(std::max({a.y, b.y, c.y})), height));
      const Vertex &va = patch.vertices[ia], &vb = patch.vertices[ib], &vc = patch.vertices[ic];
      for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x) {
          const float px = static_cast<float>(x), py = static_cast<float>(y);
          const float wa = ((b.x - px) * (c.y - py) - (b.y - py) * (c.x - px)) / area;
          const float wb = ((c.x - px) * (a.y - py) - (c.y - py) * (a.x - px)) / area, wc = 1 - wa - wb;
          if (wa < 0 || wb < 0 || wc < 0) continue;
          auto& pixel =
              pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
          const float depth = wa * a.z + wb * b.z + wc * c.z;
          if (depth <= pixel.depth) continue;
          pixel = {patch.material,
                   depth,
                   wa * va.u + wb * vb.u + wc * vc.u,
                   wa * va.v + wb * vb.v + wc * vc.v,
                   wa * va.open + wb * vb.open + wc * vc.open,
                   va.normal * wa + vb.normal * wb + vc.normal * wc};
        }
    };
    for (int row = 0; row + 1 < patch.rows; ++row)
      for (int column = 0; column + 1 < patch.columns; ++column) {
        const auto a = index(patch, column, row), b = index(patch, column + 1, row);
        const auto c = index(patch, column, row + 1), d = index(patch, column + 1, row + 1);
        triangle(a, b, c);
        triangle(b, d, c);
      }
  }
  return pixels;
}

}  // namespace limen::face::synthesis

<html><?php echo "function not_one() {}"; ?></html>
<?php
declare(strict_types=1);

namespace App\Queue;

use App\Core\Base;
use App\Tools\{Text, Number as N};
use function App\helper;
use const App\LIMIT;
require_once 'vendor/autoload.php';
include __DIR__ . '/other.php';

interface Store extends \Countable
{
    public function get(string $key, ?int $limit = null): mixed;
}

trait Logs
{
    protected function log(string ...$lines): void {}
}

enum Mode: string
{
    case On = 'on';

    public static function default(): self { return self::On; }
}

#[Attribute]
abstract class Queue extends Base implements Store
{
    use Logs;

    public function __construct(private readonly array $items = [], int &$count = 0) {}

    abstract protected function load(int $id);

    public function each(callable $fn): void
    {
        $double = fn ($x) => $x * 2;
        $closure = function ($y) use ($fn) {};
        $object = new class($fn) {
            public function inner($z) {}
        };
    }
}

function helper(string $name, &...$rest)
{
    function nested() {}
}

namespace ModelGen;

/// <content>Functions of each element.</content>
public sealed partial class Tensor
{
    /// <summary>A number as a tensor without axes.</summary>
    public static implicit operator Tensor(double number) => new([number], []);

    /// <summary>The sum of elements.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Map((a, b) => a + b, left, right);

    /// <summary>The difference of elements.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Map((a, b) => a - b, left, right);

    /// <summary>The product of elements; for that of matrices see <see cref="MatMul"/>.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Map((a, b) => a * b, left, right);

    /// <summary>The quotient of elements.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Map((a, b) => a / b, left, right);

    /// <summary>The negative of each element.</summary>
    public static Tensor operator -(Tensor x) => Map(a => -a, x);

    /// <summary>1 where the left element is less, else 0. No gradient flows through it.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => Map((a, b) => a < b ? 1 : 0, left, right);

    /// <summary>1 where the left element is greater, else 0. No gradient flows through it.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => Map((a, b) => a > b ? 1 : 0, left, right);

    /// <summary>1 where the left element is less or equal, else 0. No gradient flows through it.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => Map((a, b) => a <= b ? 1 : 0, left, right);

    /// <summary>1 where the left element is greater or equal, else 0. No gradient flows through it.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => Map((a, b) => a >= b ? 1 : 0, left, right);

    /// <summary>1 where two elements are equal, else 0. No gradient flows through it.</summary>
    public static Tensor Equal(Tensor left, Tensor right) => Map((a, b) => a == b ? 1 : 0, left, right);

    /// <summary>
    /// The element of <paramref name="then"/> where the condition is not 0, else of <paramref name="otherwise"/>. Only the element that is
    /// chosen gets a gradient; the other one's must be finite nevertheless, as in PyTorch.
    /// </summary>
    public static Tensor Where(Tensor condition, Tensor then, Tensor otherwise) =>
        Map((c, a, b) => c != 0 ? a : b, condition, then, otherwise);

    /// <summary>eˣ.</summary>
    public static Tensor Exp(Tensor x) => Map(Math.Exp, x);

    /// <summary>eˣ − 1, exact near 0.</summary>
    public static Tensor Expm1(Tensor x) => Map(a => Math.Abs(a) < 1e-5 ? a + (a * a / 2) : Math.Exp(a) - 1, x);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(Tensor x) => Map(Math.Log, x);

    /// <summary>log(1 + x), exact near 0.</summary>
    public static Tensor Log1p(Tensor x) => Map(a => Math.Abs(a) < 1e-5 ? a - (a * a / 2) : Math.Log(1 + a), x);

    /// <summary>The square root.</summary>
    public static Tensor Sqrt(Tensor x) => Map(Math.Sqrt, x);

    /// <summary>x².</summary>
    public static Tensor Square(Tensor x) => Map(a => a * a, x);

    /// <summary>|x|, with the gradient 0 at 0.</summary>
    public static Tensor Abs(Tensor x) => Map(Math.Abs, x);

    /// <summary>−1, 0 or 1. No gradient flows through it.</summary>
    public static Tensor Sign(Tensor x) => Map(a => a > 0 ? 1 : a < 0 ? -1 : 0, x);

    /// <summary>tanh x.</summary>
    public static Tensor Tanh(Tensor x) => Map(Math.Tanh, x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(Tensor x) => Map(a => a >= 0 ? 1 / (1 + Math.Exp(-a)) : Math.Exp(a) / (1 + Math.Exp(a)), x);

    /// <summary>max(x, 0), with the gradient 0 at 0.</summary>
    public static Tensor Relu(Tensor x) => Map(a => a < 0 ? 0 : a, x);

    /// <summary>log(1 + eˣ), which never overflows.</summary>
    public static Tensor Softplus(Tensor x) => Map(a => Math.Max(a, 0) + Math.Log(1 + Math.Exp(-Math.Abs(a))), x);

    /// <summary>The error function.</summary>
    public static Tensor Erf(Tensor x) => Map(ErrorFunction, x);

    /// <summary>
    /// x to a power. With the integers from −8 to 8 it is a product, with ±0.5 a square root; otherwise x must not be negative, and at 0
    /// the
    /// gradient is 0.
    /// </summary>
    /// <param name="x">The base.</param>
    /// <param name="exponent">The exponent.</param>
    public static Tensor Pow(Tensor x, double exponent) => Map(a => Math.Pow(a, exponent), x);

    /// <summary>x to a power for each element, exp(p · log x): x must be positive.</summary>
    /// <param name="x">The base.</param>
    /// <param name="exponent">The exponents.</param>
    public static Tensor Pow(Tensor x, Tensor exponent) => Map(Math.Pow, x, exponent);

    /// <summary>The larger of two elements; NaN if either is. Equal ones share the gradient. PyTorch: <c>torch.maximum</c>.</summary>
    public static Tensor Max(Tensor left, Tensor right) => Map(Math.Max, left, right);

    /// <summary>The smaller of two elements; NaN if either is. Equal ones share the gradient. PyTorch: <c>torch.minimum</c>.</summary>
    public static Tensor Min(Tensor left, Tensor right) => Map(Math.Min, left, right);

    /// <summary>The same values, through which no gradient flows. PyTorch: <c>x.detach()</c>.</summary>
    public static Tensor Detach(Tensor x) => x;

    private static Tensor Map(Func<double, double> function, Tensor x)
    {
        var data = new double[x._data.Length];
        for (var i = 0; i < data.Length; i++) data[i] = function(x._data[i]);
        return new Tensor(data, x._shape);
    }

    private static Tensor Map(Func<double, double, double> function, Tensor left, Tensor right) =>
        Map((a, b, _) => function(a, b), left, right, 0);

    private static Tensor Map(Func<double, double, double, double> function, Tensor first, Tensor second, Tensor third)
    {
        var shape = Broadcast(Broadcast(first._shape, second._shape), third._shape);
        var steps = new[] { first, second, third }.Select(operand => Steps(operand._shape, shape)).ToArray();
        var data = new double[Count(shape)];
        var index = new int[shape.Length];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = function(first._data[At(index, steps[0])], second._data[At(index, steps[1])], third._data[At(index, steps[2])]);
            Advance(index, shape);
        }

        return new Tensor(data, shape);
    }

    private static int[] Broadcast(int[] left, int[] right)
    {
        var shape = new int[Math.Max(left.Length, right.Length)];
        for (var i = 1; i <= shape.Length; i++)
        {
            var a = i <= left.Length ? left[left.Length - i] : 1;
            var b = i <= right.Length ? right[right.Length - i] : 1;
            if (a != b && a != 1 && b != 1)
            {
                throw new ArgumentException(
                    $"Shapes [{string.Join(", ", left)}] and [{string.Join(", ", right)}] do not fit: aligned at the last axis, two sizes "
                        + "must be equal, or one of them 1.");
            }

            shape[shape.Length - i] = a == 1 ? b : a;
        }

        return shape;
    }

    /// <summary>How far elements of an operand lie apart along each axis of the result; 0 along axes that are stretched.</summary>
    private static int[] Steps(int[] operand, int[] result)
    {
        var steps = new int[result.Length];
        var step = 1;
        for (var i = 1; i <= operand.Length; i++)
        {
            steps[result.Length - i] = operand[operand.Length - i] == 1 ? 0 : step;
            step *= operand[operand.Length - i];
        }

        return steps;
    }

    private static int At(int[] index, int[] steps)
    {
        var at = 0;
        for (var axis = 0; axis < index.Length; axis++) at += index[axis] * steps[axis];
        return at;
    }

    private static void Advance(int[] index, int[] shape)
    {
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (++index[axis] < shape[axis]) return;
            index[axis] = 0;
        }
    }

    /// <summary>By its series up to 3, and by a continued fraction for the complement from there.</summary>
    private static double ErrorFunction(double x)
    {
        if (double.IsNaN(x)) return x;
        var magnitude = Math.Abs(x);
        if (magnitude > 6) return x > 0 ? 1 : -1;
        if (magnitude < 3)
        {
            var (term, sum) = (x, x);
            for (var n = 1; n < 100 && Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            return sum * 2 / Math.Sqrt(Math.PI);
        }

        var fraction = 0.0;
        for (var n = 60; n > 0; n--) fraction = n / 2.0 / (magnitude + fraction);
        var complement = Math.Exp(-magnitude * magnitude) / Math.Sqrt(Math.PI) / (magnitude + fraction);
        return x > 0 ? 1 - complement : complement - 1;
    }
}

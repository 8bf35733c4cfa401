namespace ModelGen.Analysis;

/// <content>Checks of functions of one's own.</content>
public sealed partial class GradientCheck
{
    /// <summary>Compares the gradient that is given to a function with finite differences.</summary>
    /// <remarks>See the method for functions of several tensors.</remarks>
    /// <param name="function">The function: <c>Net.Threshold</c>.</param>
    /// <param name="gradient">The method that <see cref="GradientAttribute"/> names.</param>
    /// <param name="x">Where.</param>
    /// <param name="tolerance">The largest relative error to accept.</param>
    /// <param name="seed">Decides the gradient of the result.</param>
    /// <returns>One row, <c>input 0</c>.</returns>
    /// <exception cref="ArgumentException">The gradient has not the shape of the tensor.</exception>
    public static GradientCheck OfFunction(
        Func<Tensor, Tensor> function, Func<Tensor, Tensor, Tensor> gradient, Tensor x, double tolerance = 1e-6, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(x);
        return OfFunction(inputs => function(inputs[0]), (inputs, upstream) => [gradient(inputs[0], upstream)], [x], tolerance, seed);
    }

    /// <summary>Compares the gradients that are given to a function of several tensors with finite differences.</summary>
    /// <remarks>
    /// Both are called in double precision, and every element is moved a little to both sides. Choose points at which the function is
    /// smooth; a gradient that is meant to differ from the true one, such as a straight-through estimate, does not pass.
    /// </remarks>
    /// <param name="function">The function of its tensors.</param>
    /// <param name="gradient">Its gradient, of its tensors and the gradient of the result: one for each tensor.</param>
    /// <param name="inputs">Where: the tensors.</param>
    /// <param name="tolerance">The largest relative error to accept.</param>
    /// <param name="seed">Decides the gradient of the result.</param>
    /// <returns>A row for each tensor, <c>input 0</c> and so on.</returns>
    /// <exception cref="ArgumentException">A gradient has not the shape of its tensor.</exception>
    public static GradientCheck OfFunction(
        Func<IReadOnlyList<Tensor>, Tensor> function,
        Func<IReadOnlyList<Tensor>, Tensor, IReadOnlyList<Tensor>> gradient,
        IReadOnlyList<Tensor> inputs,
        double tolerance = 1e-6,
        int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor result = function(inputs);
        Random random = new(seed);
        double[] upstream = [.. Enumerable.Range(0, result.Size).Select(_ => (2 * random.NextDouble()) - 1)];
        IReadOnlyList<Tensor> given = gradient(inputs, Tensor.Of(upstream, result.Shape));
        if (given.Count != inputs.Count)
            throw new ArgumentException($"There are {given.Count} gradients of {inputs.Count} tensors.", nameof(gradient));
        List<GradientCheckRow> rows = [];
        for (int input = 0; input < inputs.Count; input++)
        {
            if (!given[input].Shape.SequenceEqual(inputs[input].Shape))
            {
                throw new ArgumentException(
                    $"The gradient of tensor {input} has the shape [{string.Join(", ", given[input].Shape)}], and the tensor has "
                        + $"[{string.Join(", ", inputs[input].Shape)}].", nameof(gradient));
            }

            double[] actual = given[input].ToArray(), values = inputs[input].ToArray();
            double worst = 0, norm = Norm([.. actual.Select(a => (float)a)]);
            for (int element = 0; element < values.Length; element++)
            {
                double distance = 1e-5 * Math.Max(1, Math.Abs(values[element]));
                double difference = (At(element, distance) - At(element, -distance)) / (2 * distance);
                double error = Math.Abs(difference - actual[element]);
                worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
            }

            rows.Add(new GradientCheckRow($"input {input}", norm, worst / Math.Max(norm, 1), worst <= tolerance * Math.Max(norm, 1)));

            double At(int element, double distance)
            {
                double[] moved = [.. values];
                moved[element] += distance;
                double[] results = function([.. inputs.Select((x, i) => i == input ? Tensor.Of(moved, x.Shape) : x)]).ToArray();
                return results.Zip(upstream, (y, weight) => y * weight).Sum();
            }
        }

        return new GradientCheck(rows);
    }
}

namespace ModelGen;

/// <content>What is not the same in training and prediction: random numbers and running buffers.</content>
public sealed partial class Tensor
{
    [ThreadStatic]
    private static Random? t_random;

    [ThreadStatic]
    private static Dictionary<string, Tensor>? t_updates;

    /// <summary>
    /// Whether the function is read for a step of training, and not for a prediction. Known while compiling:
    /// <c>if (IsTraining) …</c>. Called from a test, it is what <see cref="Run(Func{Tensor}, IReadOnlyDictionary{string, Tensor}, int)"/>
    /// was asked for.
    /// </summary>
    public static bool IsTraining => t_random is not null;

    /// <summary>Calls a function in a test as a step of training does: with random numbers, and with buffers that are updated.</summary>
    /// <param name="function">Calls it: <c>() => Net.Noisy(x)</c>.</param>
    /// <param name="state">The values of its parameters and buffers by name.</param>
    /// <param name="seed">The seed of its random numbers. They are not those of a model.</param>
    /// <returns>The result, and the next value of each buffer.</returns>
    public static (Tensor Result, IReadOnlyDictionary<string, Tensor> Buffers) Run(
        Func<Tensor> function, IReadOnlyDictionary<string, Tensor> state, int seed)
    {
        var (random, updates) = (t_random, t_updates);
        (t_random, t_updates) = (new Random(seed), []);
        try
        {
            return (Run(function, state), t_updates);
        }
        finally
        {
            (t_random, t_updates) = (random, updates);
        }
    }

    /// <summary>
    /// Uniform random numbers in [0, 1): new ones for each sample and step of training. In a prediction each is its mean, 1/2.
    /// </summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <remarks>
    /// A model's numbers follow from its seed, the step, the sample and the place, as those of <c>[Dropout]</c> do; no gradient flows
    /// into them.
    /// </remarks>
    public static Tensor Uniform(params int[] shape) => Draw(shape, 0.5, random => random.NextDouble());

    /// <summary>
    /// Standard normal random numbers: new ones for each sample and step of training. In a prediction each is its mean, 0.
    /// </summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <remarks>A sample of a distribution that is learned: <c>mean + deviation * Normal(mean.Shape)</c>.</remarks>
    public static Tensor Normal(params int[] shape) => Draw(
        shape, 0, random => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    /// <summary>In training, 0 with a probability, otherwise x / (1 − rate); in a prediction x. PyTorch: <c>F.dropout</c>.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="rate">The probability: at least 0, and less than 1.</param>
    public static Tensor Dropout(Tensor x, double rate)
    {
        if (!(rate >= 0 && rate < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "It is at least 0 and less than 1.");
        return IsTraining ? Map((draw, a) => draw < rate ? 0 : a / (1 - rate), Uniform(x._shape), x) : x;
    }

    /// <summary>
    /// Numbers that the layer keeps from step to step without learning them, such as a running mean. Its name in files is the layer's
    /// and this one: <c>apply1.mean</c>. The value is that before the step; <see cref="UpdateBuffer"/> says what it becomes.
    /// </summary>
    /// <param name="name">Its name; where a name occurs twice in a layer, it is the same buffer.</param>
    /// <param name="shape">Its shape: at least one size, each at least 1.</param>
    /// <param name="start">The number it starts with.</param>
    public static Tensor Buffer(string name, int[] shape, double start) => Parameter(name, shape, start);

    /// <summary>
    /// What a buffer becomes: after a step of training, the mean of <paramref name="next"/> over the samples of the batch. Predictions
    /// leave it as it is, and so does a layer that is <c>Frozen</c>.
    /// </summary>
    /// <param name="name">The buffer's name: <see cref="Buffer"/> stands before.</param>
    /// <param name="next">Its next value, as this sample has it: of the buffer's shape. No gradient flows through it.</param>
    public static void UpdateBuffer(string name, Tensor next)
    {
        if (t_updates is not null) t_updates[name] = next;
    }

    private static Tensor Draw(int[] shape, double mean, Func<Random, double> draw)
    {
        var data = new double[Count(shape)];
        for (var i = 0; i < data.Length; i++) data[i] = t_random is { } random ? draw(random) : mean;
        return new Tensor(data, (int[])shape.Clone());
    }
}

using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace ModelGen.Runtime;

/// <summary>All parameters and buffers of a model, in the order of declaration, by position or by name.</summary>
public sealed class ParameterSet : IReadOnlyList<Parameter>
{
    private readonly Parameter[] _parameters;
    private readonly Dictionary<string, Parameter> _byName;

    /// <summary>What the model computes, as the compiler notes it in files of weights; empty if nobody said so.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public string Architecture { get; init; } = "";

    /// <summary>Ties the descriptions of a model's parameters to the buffers that hold them. Generated code calls this.</summary>
    /// <param name="descriptors">One per parameter; the names are distinct.</param>
    /// <param name="values">The flat buffer of weights.</param>
    /// <param name="gradients">The flat buffer of gradients, with the same layout.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or a parameter reaches beyond its buffer.</exception>
    public ParameterSet(IReadOnlyList<ParameterDescriptor> descriptors, AlignedBuffer values, AlignedBuffer gradients)
    {
        ArgumentNullException.ThrowIfNull(descriptors);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        _parameters = new Parameter[descriptors.Count];
        _byName = new Dictionary<string, Parameter>(descriptors.Count, StringComparer.Ordinal);
        for (int index = 0; index < _parameters.Length; index++)
        {
            Parameter parameter = new(descriptors[index], values, gradients);
            if (!_byName.TryAdd(parameter.Name, parameter))
                throw new ArgumentException($"Two parameters are called '{parameter.Name}'.", nameof(descriptors));
            _parameters[index] = parameter;
            if (parameter.Trainable) ElementCount += parameter.Length;
        }
    }

    /// <summary>How many tensors there are, buffers included.</summary>
    public int Count => _parameters.Length;

    /// <summary>How many numbers the model learns; those of buffers are not counted.</summary>
    public long ElementCount { get; }

    /// <summary>A parameter by its position in the order of declaration.</summary>
    /// <param name="index">From 0 up to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside that range.</exception>
    public Parameter this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_parameters.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(index),
                    index,
                    $"The model has {_parameters.Length} parameters; the index must be at least 0 and less than that.");
            }

            return _parameters[index];
        }
    }

    /// <summary>A parameter by its name, such as <c>dense1.weight</c>.</summary>
    /// <param name="name">The name; upper and lower case differ.</param>
    /// <exception cref="KeyNotFoundException">No parameter has this name; the message gives the nearest and all of them.</exception>
    public Parameter this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _byName.TryGetValue(name, out Parameter? parameter) ? parameter : throw Unknown(name);
        }
    }

    /// <summary>Whether there is a parameter of this name.</summary>
    /// <param name="name">The name; upper and lower case differ.</param>
    /// <returns>True if there is.</returns>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Looks a parameter up by its name.</summary>
    /// <param name="name">The name; upper and lower case differ.</param>
    /// <param name="parameter">The parameter, or null.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out Parameter? parameter) => _byName.TryGetValue(name, out parameter);

    /// <summary>
    /// Gives every parameter fresh starting values. The same seed gives the same bits on every machine. Each parameter
    /// draws from a stream of its own, in standard order, so its values do not depend on the layout in memory nor on the
    /// sizes of the others. Gradients and the optimizer's state stay as they are.
    /// </summary>
    /// <param name="seed">Any number.</param>
    public void Initialize(int seed)
    {
        for (int index = 0; index < _parameters.Length; index++)
            Initializer.Fill(
                _parameters[index],
                new RandomStream(seed, RandomStreams.Initialization + (uint)index),
                index == 0 ? null : _parameters[index - 1]);
    }

    /// <summary>
    /// Scales all gradients by one number if their norm is larger than a limit: the norm is then the limit, and its direction stays.
    /// For loops of one's own, between <c>Backward</c> and <c>Update</c>.
    /// </summary>
    /// <remarks>
    /// As PyTorch's <c>clip_grad_norm_</c>: the factor is min(1, max / (norm + 10⁻⁶)). The norm is that of all gradients as one vector, its
    /// squares added up in a fixed order in double precision, so it is the same bits on every machine. If a gradient is NaN, all become
    /// NaN. Nothing is allocated after
    /// the first call.
    /// </remarks>
    /// <param name="max">The largest norm to leave as it is; at least 0.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is negative or NaN.</exception>
    public double ClipNorm(double max)
    {
        if (!(max >= 0)) throw new ArgumentOutOfRangeException(nameof(max), max, "The largest norm must be at least 0.");
        double norm = GradientNorm(), factor = max / (norm + 1e-6);
        if (factor >= 1) return norm;
        Scaling scaling = new((float)factor);
        foreach (Parameter parameter in _parameters)
        {
            if (parameter.Trainable) parameter.Gradient.ForEach(ref scaling);
        }

        return norm;
    }

    /// <summary>
    /// Cuts each gradient to the range from −max to max. For loops of one's own, between <c>Backward</c> and <c>Update</c>.
    /// </summary>
    /// <remarks>As PyTorch's <c>clip_grad_value_</c>. A NaN stays one. Nothing is allocated after the first call.</remarks>
    /// <param name="max">The largest magnitude; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is negative or NaN.</exception>
    public void ClipValue(float max)
    {
        if (!(max >= 0)) throw new ArgumentOutOfRangeException(nameof(max), max, "The largest magnitude must be at least 0.");
        Cutting cutting = new(max);
        foreach (Parameter parameter in _parameters)
        {
            if (parameter.Trainable) parameter.Gradient.ForEach(ref cutting);
        }
    }

    /// <summary>
    /// Cuts each weight to the range from −max to max, as the critic of the first Wasserstein GAN has it behind each update (Arjovsky et
    /// al. 2017).
    /// </summary>
    /// <remarks>Buffers and what is frozen stay as they are. A NaN stays one. Nothing is allocated after the first call.</remarks>
    /// <param name="max">The largest magnitude; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is negative or NaN.</exception>
    public void ClampValues(float max)
    {
        if (!(max >= 0)) throw new ArgumentOutOfRangeException(nameof(max), max, "The largest magnitude must be at least 0.");
        Cutting cutting = new(max);
        foreach (Parameter parameter in _parameters)
        {
            if (parameter.Trainable) parameter.Value.ForEach(ref cutting);
        }
    }

    /// <summary>The norm of all gradients as one vector.</summary>
    internal double GradientNorm()
    {
        SquareSum squares = default;
        foreach (Parameter parameter in _parameters)
        {
            if (parameter.Trainable) parameter.Gradient.ForEach(ref squares);
        }

        return Math.Sqrt(squares.Value);
    }

    /// <summary>Walks the parameters in the order of declaration; nothing is allocated.</summary>
    /// <returns>An enumerator over <see cref="Count"/> parameters.</returns>
    public Enumerator GetEnumerator() => new(_parameters);

    IEnumerator<Parameter> IEnumerable<Parameter>.GetEnumerator() => ((IEnumerable<Parameter>)_parameters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _parameters.GetEnumerator();

    private KeyNotFoundException Unknown(string name)
    {
        if (_parameters.Length == 0)
            return new KeyNotFoundException($"There is no parameter '{name}': the model has none.");
        IEnumerable<string> names = _parameters.Select(parameter => parameter.Name);
        return new KeyNotFoundException(
            $"There is no parameter '{name}'. Did you mean '{EditDistance.Nearest(name, names)}'? "
            + $"The model has: {string.Join(", ", names)}.");
    }

    /// <summary>Walks the parameters of a model.</summary>
    public struct Enumerator
    {
        private readonly Parameter[] _parameters;
        private int _next;

        internal Enumerator(Parameter[] parameters) => _parameters = parameters;

        /// <summary>The parameter.</summary>
        public readonly Parameter Current => _parameters[_next - 1];

        /// <summary>Goes to the next parameter.</summary>
        /// <returns>False behind the last one.</returns>
        public bool MoveNext() => ++_next <= _parameters.Length;
    }
}

using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>
/// What a checkpoint holds besides the weights, by name. Whoever has such state names each piece of it in one method, which serves
/// both ways: while a checkpoint is written the values are read, while one is loaded they are set.
/// </summary>
/// <example><code>
/// public override void Exchange(CheckpointState state)
/// {
///     state.Number("best", ref _best);
///     state.Count("wait", ref _wait);
/// }
/// </code></example>
public sealed class CheckpointState
{
    private const string SeedName = "training/seed";

    private readonly List<SavedTensor> _saved = [];
    private readonly IReadOnlyDictionary<string, byte[]>? _loaded;
    private string _scope = "";

    internal CheckpointState(ParameterSet parameters, IReadOnlyDictionary<string, byte[]>? loaded = null)
    {
        Parameters = parameters;
        _loaded = loaded;
    }

    /// <summary>Whether a checkpoint is being loaded: values are set. Otherwise they are read.</summary>
    public bool IsLoading => _loaded is not null;

    /// <summary>What the model is called.</summary>
    internal string Model { get; private set; } = "";

    /// <summary>By which rule it is updated.</summary>
    internal string Optimizer { get; private set; } = "";

    internal ParameterSet Parameters { get; }

    /// <summary>The model's seed, if it was named.</summary>
    internal long SeedOrZero { get; private set; }

    /// <summary>What was named, for the file.</summary>
    internal IReadOnlyList<SavedTensor> Saved => _saved;

    /// <summary>Says whose state it is. Generated code calls this first.</summary>
    /// <param name="model">The model's class.</param>
    /// <param name="optimizer">The optimizer's attribute.</param>
    public void Of(string model, string optimizer) => (Model, Optimizer) = (model, optimizer);

    /// <summary>A number.</summary>
    /// <param name="name">Its name, unique in its object.</param>
    /// <param name="value">The number.</param>
    public void Number(string name, ref double value)
    {
        if (Loaded(name) is byte[] bytes) value = BitConverter.Int64BitsToDouble(Word(bytes));
        else _saved.Add(SavedTensor.Of(_scope + name, value));
    }

    /// <summary>A number.</summary>
    /// <inheritdoc cref="Number(string, ref double)"/>
    public void Number(string name, ref float value)
    {
        double number = value;
        Number(name, ref number);
        value = (float)number;
    }

    /// <summary>A whole number.</summary>
    /// <inheritdoc cref="Number(string, ref double)"/>
    public void Count(string name, ref long value)
    {
        if (name == SeedName && _scope.Length == 0) SeedOrZero = value;
        if (Loaded(name) is byte[] bytes) value = Word(bytes);
        else _saved.Add(SavedTensor.Of(_scope + name, value));
    }

    /// <summary>A whole number.</summary>
    /// <inheritdoc cref="Number(string, ref double)"/>
    public void Count(string name, ref int value)
    {
        long number = value;
        Count(name, ref number);
        value = unchecked((int)number);
    }

    /// <summary>A whole number.</summary>
    /// <inheritdoc cref="Number(string, ref double)"/>
    public void Count(string name, ref uint value)
    {
        long number = value;
        Count(name, ref number);
        value = unchecked((uint)number);
    }

    /// <summary>Whether something is so.</summary>
    /// <inheritdoc cref="Number(string, ref double)"/>
    public void Flag(string name, ref bool value)
    {
        int number = value ? 1 : 0;
        Count(name, ref number);
        value = number != 0;
    }

    /// <summary>A text.</summary>
    /// <param name="name">Its name, unique in its object.</param>
    /// <param name="value">The text.</param>
    public void Text(string name, ref string value)
    {
        if (Loaded(name) is byte[] bytes) value = Encoding.UTF8.GetString(bytes);
        else _saved.Add(SavedTensor.Of(_scope + name, Encoding.UTF8.GetBytes(value)));
    }

    /// <summary>A number for each element of what the model learns, as a state of the optimizer is.</summary>
    /// <param name="name">What it is called; the name of each parameter is added.</param>
    /// <param name="buffer">Where the numbers lie: as the parameters do, from a start on.</param>
    /// <param name="start">The first of them.</param>
    public void Vector(string name, AlignedBuffer buffer, int start)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        foreach (Parameter parameter in Parameters)
        {
            if (!parameter.Trainable) continue;
            ParameterDescriptor descriptor = parameter.Descriptor;
            Tensor(
                $"{name}/{parameter.Name}",
                new TensorView(buffer, descriptor.Shape, start + descriptor.Offset, descriptor.Strides, descriptor.PanelAxis));
        }
    }

    /// <summary>A tensor that is only written.</summary>
    internal void Add(SavedTensor tensor) => _saved.Add(tensor);

    /// <summary>Values of all parameters and buffers, such as the best weights so far.</summary>
    internal void Values(string name, float[][] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            AlignedBuffer buffer = new(values[i].Length);
            values[i].CopyTo(buffer.Span);
            TensorView view = new(buffer, [values[i].Length], 0, [1]);
            Tensor($"{name}/{Parameters[i].Name}", view);
            if (IsLoading) view.CopyTo(values[i]);
        }
    }

    /// <summary>Names what a part of a whole has, under its own name.</summary>
    internal void Within(string scope, Action<CheckpointState> exchange)
    {
        string around = _scope;
        _scope = $"{around}{scope}/";
        exchange(this);
        _scope = around;
    }

    /// <summary>Whether a checkpoint is being loaded that has something of this name, or, for a vector, something that begins so.</summary>
    /// <param name="name">The name; what was not there when the checkpoint was written is not to be asked for.</param>
    /// <returns>False also while one is written.</returns>
    public bool Has(string name) =>
        _loaded is not null
        && (_loaded.ContainsKey(_scope + name) || _loaded.Keys.Any(key => key.StartsWith(_scope + name + "/", StringComparison.Ordinal)));

    private static long Word(byte[] bytes) => System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(bytes);

    private void Tensor(string name, TensorView view)
    {
        if (Loaded(name) is not byte[] bytes)
        {
            _saved.Add(SavedTensor.Of(_scope + name, view));
            return;
        }

        float[] values = new float[view.Length];
        TensorConversion.Convert("F32", bytes, values);
        view.CopyFrom(values);
    }

    private byte[]? Loaded(string name) => _loaded?[_scope + name];
}

/// <summary>A model whose training can be saved and gone on with: what generated classes implement.</summary>
public interface ICheckpointed
{
    /// <summary>The weights.</summary>
    ParameterSet Parameters { get; }

    /// <summary>Names all that decides how a training goes on, besides the weights.</summary>
    /// <param name="state">Takes the values, or gives them.</param>
    void Exchange(CheckpointState state);
}

using System.Reflection;
using System.Runtime.InteropServices;
using ModelGen.Runtime;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>An instance of a model with data for up to 64 samples, its members behind delegates that allocate nothing.</summary>
internal sealed class LiveModel
{
    public const int Largest = 64;

    private readonly Type _type;
    private readonly object _model;

    public LiveModel(string name, int bits = 512, int seed = 3)
        : this(name, TypeOf(name, bits), type => Activator.CreateInstance(type, seed)!)
    {
    }

    private LiveModel(string name, Type type, Func<Type, object> create)
    {
        ZooModel zoo = Zoo.Model(name);
        _type = type;
        _model = create(type);
        Parameters = (ParameterSet)_type.GetProperty("Parameters")!.GetValue(_model)!;
        SetThreads = Method<Action<int>>("set_Threads");
        Update = Method<Action>("Update");
        ZeroGradients = Method<Action>("ZeroGradients");
        int outputSize = Constant("OutputSize");
        OutputGradient = Data(outputSize * Largest, 5);
        Floats = zoo.Classes == 0 ? Data(outputSize * Largest, 6, min: 0) : [];
        if (name == "Wired") (Predict, TrainStep, Evaluate, Forward, Backward) = BindWired(outputSize);
        else (Predict, TrainStep, Evaluate, Forward, Backward) = BindSingle((IModel)_model, zoo.Classes, outputSize);
    }

    public delegate void Run1(ReadOnlySpan<float> input, Span<float> output);

    public delegate void Run2(ReadOnlySpan<float> image, ReadOnlySpan<float> table, Span<float> output, Span<float> mixed);

    private delegate void Forward1(ReadOnlySpan<float> input, Span<float> output, Tape? tape);

    private delegate void Forward2(
        ReadOnlySpan<float> image, ReadOnlySpan<float> table, Span<float> output, Span<float> mixed, Tape? tape);

    private delegate void Gradient1(ReadOnlySpan<float> outputGradient, Span<float> inputGradient, bool toParameters, Tape? tape);

    private delegate float Loss2(ReadOnlySpan<float> image, ReadOnlySpan<float> table, ReadOnlySpan<float> targets);

    private delegate void Gradient2(
        ReadOnlySpan<float> outputGradient,
        Span<float> imageGradient,
        Span<float> tableGradient,
        ReadOnlySpan<float> mixedGradient,
        bool toParameters,
        Tape? tape);

    public object Model => _model;

    public ParameterSet Parameters { get; }

    public float[][] Inputs { get; private set; } = [];

    public float[][] Outputs { get; private set; } = [];

    public float[] OutputGradient { get; }

    public float[][] InputGradients { get; private set; } = [];

    public float[] Floats { get; }

    public int[] Labels { get; private set; } = [];

    public Action<int> Predict { get; }

    public Func<int, float> TrainStep { get; }

    public Func<int, float> Evaluate { get; }

    public Action<int> Forward { get; }

    public Action<int> Backward { get; }

    public Action<int> SetThreads { get; }

    public Action Update { get; }

    public Action ZeroGradients { get; }

    public AlignedBuffer? Buffer(string field) =>
        (AlignedBuffer?)_type.GetField(field, BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(_model);

    /// <summary>The generated <c>Load</c>.</summary>
    public static LiveModel Load(string name, int bits, string path) => new(name, TypeOf(name, bits), type =>
        type.GetMethod("Load", [typeof(string)])!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [path], null)!);

    private static Type TypeOf(string name, int bits) => Zoo.At(bits).GetType("Zoo." + name, throwOnError: true)!;

    /// <summary>Fills all memory that holds nothing between calls, the room behind it too.</summary>
    public void Poison(uint pattern)
    {
        foreach (string field in (string[])["_arena", "t_scratch"])
            if (Buffer(field) is { } buffer)
                MemoryMarshal.Cast<float, uint>(MemoryMarshal.CreateSpan(ref buffer.Reference, buffer.Length + 16)).Fill(pattern);
    }

    /// <summary>Everything that the next step depends on: parameters, optimizer state, counters, as bits.</summary>
    public int[] State()
    {
        List<int> bits = [];
        foreach (string field in (string[])["_parameters", "_optimizerState"])
            if (Buffer(field) is { } buffer)
                bits.AddRange(MemoryMarshal.Cast<float, int>(buffer.Span));
        foreach (
            FieldInfo field in _type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            object value = field.GetValue(_model)!;
            if (field.Name == "_forwardSamples" || field.Name == "_capacity")
                continue;
            if (value is double number)
                bits.AddRange([(int)BitConverter.DoubleToInt64Bits(number), (int)(BitConverter.DoubleToInt64Bits(number) >> 32)]);
            if (value is float single)
                bits.Add(BitConverter.SingleToInt32Bits(single));
            if (value is uint counter)
                bits.Add((int)counter);
        }

        return [.. bits];
    }

    /// <summary>Parameters in use are true, padding is false.</summary>
    public bool[] DescribedElements()
    {
        LiveModel twin = new(_type.Name);
        foreach (Parameter parameter in twin.Parameters) parameter.Value.CopyFrom(Enumerable.Repeat(1f, parameter.Length).ToArray());
        return [.. twin.Buffer("_parameters")!.Span.ToArray().Select(v => v != 0)];
    }

    public int Constant(string name) => (int)_type.GetField(name)!.GetRawConstantValue()!;

    public TDelegate Method<TDelegate>(string name)
        where TDelegate : Delegate
    {
        Type[] parameters = [.. typeof(TDelegate).GetMethod("Invoke")!.GetParameters().Select(p => p.ParameterType)];
        return _type.GetMethod(name, parameters)!.CreateDelegate<TDelegate>(_model);
    }

    /// <summary><c>Predict</c>, <c>Forward</c> or <c>Backward</c> of a model with one input and one output.</summary>
    public Run1 Single(string member)
    {
        if (member == "Predict") return Method<Run1>(member);
        if (member == "Backward")
        {
            Gradient1 backward = Method<Gradient1>(member);
            return (gradient, inInput) => backward(gradient, inInput, true, null);
        }

        Forward1 forward = Method<Forward1>(member);
        return (input, output) => forward(input, output, null);
    }

    /// <summary><c>Predict</c> or <c>Forward</c> of the model with two of each.</summary>
    public Run2 Wired(string member)
    {
        if (member == "Predict") return Method<Run2>(member);
        Forward2 forward = Method<Forward2>(member);
        return (image, table, output, mixed) => forward(image, table, output, mixed, null);
    }

    public static float[] Data(int length, int seed, float min = -1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => min + ((1 - min) * random.NextSingle()))];
    }

    private (Action<int>, Func<int, float>, Func<int, float>, Action<int>, Action<int>) BindSingle(
        IModel model,
        int classes,
        int outputSize)
    {
        int inputSize = model.InputSize;
        float[] x = Data(inputSize * Largest, 4), y = new float[outputSize * Largest], dx = new float[inputSize * Largest];
        (Inputs, Outputs, InputGradients) = ([x], [y], [dx]);
        Run1 forward = Single("Forward"), backward = Single("Backward");
        Func<int, float> train, evaluate;
        if (model is ITrainable<int> labelled)
        {
            int size = labelled.TargetSize;
            Random random = new(8);
            Labels = [.. Enumerable.Range(0, size * Largest).Select(_ => random.Next(classes))];
            train = n => labelled.TrainStep(x.AsSpan(0, n * inputSize), Labels.AsSpan(0, n * size));
            evaluate = n => labelled.Evaluate(x.AsSpan(0, n * inputSize), Labels.AsSpan(0, n * size));
        }
        else
        {
            ITrainable<float> trainable = (ITrainable<float>)model;
            train = n => trainable.TrainStep(x.AsSpan(0, n * inputSize), Floats.AsSpan(0, n * outputSize));
            evaluate = n => trainable.Evaluate(x.AsSpan(0, n * inputSize), Floats.AsSpan(0, n * outputSize));
        }

        return (
            n => model.Predict(x.AsSpan(0, n * inputSize), y.AsSpan(0, n * outputSize)),
            train,
            evaluate,
            n => forward(x.AsSpan(0, n * inputSize), y.AsSpan(0, n * outputSize)),
            n => backward(OutputGradient.AsSpan(0, n * outputSize), dx.AsSpan(0, n * inputSize)));
    }

    private (Action<int>, Func<int, float>, Func<int, float>, Action<int>, Action<int>) BindWired(int outputSize)
    {
        (int image, int table, int mixed) = (Constant("ImageInputSize"), Constant("TableInputSize"), Constant("MixedOutputSize"));
        float[] a = Data(image * Largest, 4),
            b = Data(table * Largest, 7),
            da = new float[image * Largest],
            db = new float[table * Largest];
        float[] y = new float[outputSize * Largest],
            z = new float[mixed * Largest];
        (Inputs, Outputs, InputGradients) = ([a, b], [y, z], [da, db]);
        Run2 predict = Wired("Predict"), forward = Wired("Forward");
        Loss2 train = Method<Loss2>("TrainStep"), evaluate = Method<Loss2>("Evaluate");
        Gradient2 backward = Method<Gradient2>("Backward");
        return (
            n => predict(a.AsSpan(0, n * image), b.AsSpan(0, n * table), y.AsSpan(0, n * outputSize), z.AsSpan(0, n * mixed)),
            n => train(a.AsSpan(0, n * image), b.AsSpan(0, n * table), Floats.AsSpan(0, n * outputSize)),
            n => evaluate(a.AsSpan(0, n * image), b.AsSpan(0, n * table), Floats.AsSpan(0, n * outputSize)),
            n => forward(a.AsSpan(0, n * image), b.AsSpan(0, n * table), y.AsSpan(0, n * outputSize), z.AsSpan(0, n * mixed)),
            n => backward(
                OutputGradient.AsSpan(0, n * outputSize), da.AsSpan(0, n * image), db.AsSpan(0, n * table), default, true, null));
    }
}

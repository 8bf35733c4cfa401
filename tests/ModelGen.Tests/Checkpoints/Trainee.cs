using ModelGen.Serialization;

namespace ModelGen.Tests.Checkpoints;

/// <summary>A model of six inputs and three classes with the data it trains on, whatever its class.</summary>
internal sealed class Trainee
{
    private const int Batch = 8, Samples = 32, Features = 6;

    private readonly ITrainable<int> _model;
    private readonly float[] _inputs = new float[Samples * Features];
    private readonly int[] _labels = new int[Samples];

    private Trainee(ITrainable<int> model)
    {
        _model = model;
        Random random = new(77);
        for (int i = 0; i < _inputs.Length; i++) _inputs[i] = random.NextSingle() - 0.5f;
        for (int i = 0; i < Samples; i++) _labels[i] = _inputs[i * Features] > 0 ? 2 : i % 2;
    }

    public Saved Model => new((ICheckpointed)_model);

    public float LearningRate
    {
        get => _model.LearningRate;
        set => _model.LearningRate = value;
    }

    public static Func<int, Trainee> Of<TModel>(Func<int, TModel> make)
        where TModel : ITrainable<int>, ICheckpointed => seed => new Trainee(make(seed));

    public void Step(int step)
    {
        int first = step % (Samples / Batch) * Batch;
        _model.TrainStep(_inputs.AsSpan(first * Features, Batch * Features), _labels.AsSpan(first, Batch));
    }

    /// <summary>The members of the generated class, which no interface has.</summary>
    internal readonly record struct Saved(ICheckpointed AsCheckpointed)
    {
        public void SaveCheckpoint(string path) => Checkpoint.Save(path, AsCheckpointed);

        public void LoadCheckpoint(string path) => Checkpoint.Load(path, AsCheckpointed);
    }
}

internal static class BrokenState
{
    /// <summary>A piece of state that cannot be written.</summary>
    public static void Breaks(this CheckpointState state) =>
        state.Add(new SavedTensor("last", "U8", [4], _ => throw new IOException("No space left on device")));
}

using System.Text;
using ModelGen.Serialization;
using ModelGen.TestKit;

namespace ModelGen.Tests.Checkpoints;

/// <summary>
/// A training that is interrupted and goes on ends with the bits of one that never was: a checkpoint of each is the same file.
/// </summary>
public sealed class CheckpointTests : IDisposable
{
    private const int Steps = 30;

    private static readonly Dictionary<string, Func<int, Trainee>> s_models = new()
    {
        ["Sgd"] = Trainee.Of(seed => new WithSgd(seed)),
        ["Momentum"] = Trainee.Of(seed => new WithMomentum(seed)),
        ["Adagrad"] = Trainee.Of(seed => new WithAdagrad(seed)),
        ["RmsProp"] = Trainee.Of(seed => new WithRmsProp(seed)),
        ["Adam"] = Trainee.Of(seed => new WithAdam(seed)),
        ["AdamW"] = Trainee.Of(seed => new WithAdamW(seed)),
        ["RAdam"] = Trainee.Of(seed => new WithRAdam(seed)),
        ["Lion"] = Trainee.Of(seed => new WithLion(seed)),
        ["Lamb"] = Trainee.Of(seed => new WithLamb(seed)),
        ["Muon"] = Trainee.Of(seed => new WithMuon(seed)),
        ["Accumulation"] = Trainee.Of(seed => new WithAccumulation(seed)),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Optimizers => [.. s_models.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Ends_with_the_same_bits(string optimizer)
    {
        Random random = new(TestSeed.Value);
        Trainee through = s_models[optimizer](1);
        through.LearningRate *= 0.5f;
        for (int step = 0; step < Steps; step++) through.Step(step);

        Trainee interrupted = s_models[optimizer](1);
        interrupted.LearningRate *= 0.5f;
        for (int step = 0, next = 0; step < Steps; step++)
        {
            if (step == next)
            {
                string path = _folder.File("run.safetensors");
                interrupted.Model.SaveCheckpoint(path);
                interrupted = s_models[optimizer](1000 + step);
                interrupted.Model.LoadCheckpoint(path);
                next += random.Next(1, 8);
            }

            interrupted.Step(step);
        }

        Assert.Equal(Bytes(through), Bytes(interrupted));
    }

    [Fact]
    public void Holds_the_state_by_name()
    {
        Trainee trainee = s_models["Adam"](5);
        for (int step = 0; step < 3; step++) trainee.Step(step);
        string header = Encoding.UTF8.GetString(Bytes(trainee)).Split("}}")[0];

        Assert.Contains("\"modelgen.model\":\"WithAdam\",\"modelgen.optimizer\":\"Adam\"", header, StringComparison.Ordinal);
        foreach (string name in new[] { "mean/dense1.weight", "square/dense2.bias", "beta1Power", "beta2Power", "updates" })
            Assert.Contains($"\"optimizer/{name}\":", header, StringComparison.Ordinal);
        Assert.Contains("\"dense1.weight\":{\"dtype\":\"F32\",\"shape\":[20,6]", header, StringComparison.Ordinal);
        Assert.Contains("\"optimizer/mean/dense1.weight\":{\"dtype\":\"F32\",\"shape\":[20,6]", header, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_optimizer_is_refused_and_nothing_changes()
    {
        string path = _folder.File("adam.safetensors");
        s_models["Adam"](1).Model.SaveCheckpoint(path);
        Trainee other = s_models["AdamW"](2);
        byte[] before = Bytes(other);

        string message = Assert.Throws<InvalidDataException>(() => other.Model.LoadCheckpoint(path)).Message;

        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains("It is of the model WithAdam; this one is WithAdamW.", message, StringComparison.Ordinal);
        Assert.Contains("Its optimizer is Adam; that of the model is AdamW.", message, StringComparison.Ordinal);
        Assert.Contains("1 unexpected tensor: 'optimizer/updates'.", message, StringComparison.Ordinal);
        Assert.Equal(before, Bytes(other));
    }

    [Fact]
    public void Missing_state_is_named()
    {
        string path = _folder.File("sgd.safetensors");
        s_models["Sgd"](1).Model.SaveCheckpoint(path);
        string message = Assert.Throws<InvalidDataException>(() => s_models["Momentum"](2).Model.LoadCheckpoint(path)).Message;
        Assert.Contains("5 missing tensors: 'optimizer/velocity/dense1.weight'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_architecture_is_refused()
    {
        string path = _folder.File("other.safetensors");
        new Wider().SaveCheckpoint(path);
        string message = Assert.Throws<InvalidDataException>(() => s_models["Adam"](2).Model.LoadCheckpoint(path)).Message;
        Assert.Contains("'dense1.weight' is F32 [", message, StringComparison.Ordinal);
        Assert.Contains("missing tensor", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_alone_are_no_checkpoint()
    {
        string path = _folder.File("weights.safetensors");
        new WithAdam(1).Save(path);
        Assert.Contains(
            "it holds weights and no training",
            Assert.Throws<InvalidDataException>(() => new WithAdam(2).LoadCheckpoint(path)).Message,
            StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => new WithAdam(2).LoadCheckpoint(_folder.File("none")));
        Assert.Throws<IOException>(() => new WithAdam(2).LoadCheckpoint(_folder.Root));
        Assert.Throws<ArgumentException>(() => new WithAdam(2).LoadCheckpoint(""));
    }

    [Fact]
    public void A_damaged_file_changes_nothing()
    {
        Trainee trainee = s_models["RmsProp"](3);
        byte[] whole = Bytes(trainee);
        Trainee other = s_models["RmsProp"](4);
        byte[] before = Bytes(other);
        Random random = new(TestSeed.Value);
        for (int round = 0; round < TestTier.Count(50, 1000); round++)
        {
            string path = _folder.Write("cut.safetensors", whole[..random.Next(whole.Length)]);
            Assert.Throws<InvalidDataException>(() => other.Model.LoadCheckpoint(path));
        }

        Assert.Equal(before, Bytes(other));
    }

    [Fact]
    public void What_cannot_be_written_leaves_the_old_file()
    {
        string path = _folder.File("old.safetensors");
        Trainee trainee = s_models["Lion"](1);
        trainee.Model.SaveCheckpoint(path);
        byte[] old = File.ReadAllBytes(path);
        trainee.Step(0);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            Assert.Throws<UnauthorizedAccessException>(() => trainee.Model.SaveCheckpoint(path));
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }

        // A disk that is full gives an exception in mid-write.
        Assert.Throws<IOException>(() => Checkpoint.Save(path, trainee.Model.AsCheckpointed, state =>
        {
            trainee.Model.AsCheckpointed.Exchange(state);
            state.Breaks();
        }));
        Assert.Equal(old, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Root));
        Assert.Throws<DirectoryNotFoundException>(() => trainee.Model.SaveCheckpoint(_folder.File("no/such/folder.safetensors")));
    }

    [Fact]
    public void A_forward_pass_before_it_does_not_count()
    {
        WithAdam model = new(1);
        string path = _folder.File("run.safetensors");
        model.SaveCheckpoint(path);
        model.Forward(new float[12], new float[6]);
        model.LoadCheckpoint(path);
        Assert.Throws<InvalidOperationException>(() => model.Backward(new float[6]));
    }

    private byte[] Bytes(Trainee trainee)
    {
        string path = _folder.File("bytes.safetensors");
        trainee.Model.SaveCheckpoint(path);
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}

using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>The same bits at every width. <see cref="TableTests"/> have all models.</summary>
public sealed class BitTests(ITestOutputHelper output)
{
    [Fact]
    public void Weights_saved_at_one_width_and_loaded_at_another()
    {
        Subject subject = new("size-100-33-10", output);
        Batch batch = subject.Draw(7);
        string path = Path.GetTempFileName();
        ModelInstance saved = subject.Create(512);
        saved.TrainStep(batch.Inputs, batch.Targets);
        saved.Save(path);
        ModelInstance loaded = subject.Model.Load(path, 128);
        File.Delete(path);
        Deviation.AssertSameBits(subject.Where, saved.Predict(batch.Inputs)[0], loaded.Predict(batch.Inputs)[0]);
    }
}

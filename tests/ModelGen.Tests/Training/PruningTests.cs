using ModelGen.Data;
using ModelGen.Runtime;
using ModelGen.Tests.Checkpoints;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

public sealed class PruningTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 60)]
    [InlineData(0.99, 119)]
    public void The_smallest_of_each_layer_become_zero(double sparsity, int first)
    {
        WithAdam model = new(1);
        float[] before = model.Parameters["dense1.weight"].Value.ToArray();
        PruningMask mask = new(model.Parameters);
        mask.Prune(sparsity);

        float[] after = model.Parameters["dense1.weight"].Value.ToArray();
        float[] smallest = [.. before.OrderBy(Math.Abs).Take(first)];
        Assert.Equal(before.Select(value => smallest.Contains(value) ? 0 : value), after);
        Assert.Equal(first, mask.Kept("dense1.weight").Count(kept => !kept));
        Assert.Equal(Math.Round(sparsity * 60), Zeros(model.Parameters["dense2.weight"]));
        Assert.Equal((first + Math.Round(sparsity * 60)) / 180, mask.Sparsity, 12);
        Assert.Equal(0, Zeros(model.Parameters["batchnorm1.weight"]));
        Assert.All(mask.Kept("dense2.bias"), Assert.True);
    }

    [Fact]
    public void Of_all_layers_together_the_smallest_become_zero()
    {
        WithAdam model = new(1);
        foreach (ref float weight in model.Parameters["dense2.weight"].Value) weight *= 100;
        PruningMask mask = new(model.Parameters);
        mask.Prune(0.5, PruningScope.Model);
        Assert.Equal(90, Zeros(model.Parameters["dense1.weight"]) + Zeros(model.Parameters["dense2.weight"]));
        Assert.True(Zeros(model.Parameters["dense1.weight"]) > 80);
    }

    [Fact]
    public void Equal_weights_go_in_order_and_NaN_is_not_small()
    {
        WithAdam model = new(1);
        Parameter parameter = model.Parameters["dense2.weight"];
        parameter.Value.Fill(2);
        parameter.Value[0] = float.NaN;
        parameter.Value[1] = -1;
        PruningMask mask = new(model.Parameters);
        mask.Prune(0.05); // 3 of 60
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 60).Where(i => parameter.Value[i] == 0));

        // What is masked stays so, also where it is more than is asked for.
        parameter.Value.Fill(1e-3f);
        mask.Prune(0.01);
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 60).Where(i => parameter.Value[i] == 0));
        mask.Prune(4 / 60.0);
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 60).Where(i => parameter.Value[i] == 0));
    }

    [Fact]
    public void A_training_keeps_the_zeros_and_raises_their_share()
    {
        WithLion model = new(1);
        List<double> shares = [];
        MagnitudePruning pruning = new(0.8) { BeginStep = 4, EndStep = 20, Frequency = 4 };
        LambdaCallback watch = new()
        {
            BatchEnd = _ => shares.Add(Math.Min(ZeroShare(model), pruning.Mask!.Sparsity)),
        };
        model.Fit(FitCheckpointTests.Data(), FitCheckpointTests.Options(null, 4, pruning, watch));

        Assert.Equal(32, shares.Count);
        Assert.All(shares.Take(3), share => Assert.Equal(0, share));
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(0.8 * (1 - (0.5 * 0.5 * 0.5)), shares[11], 0.01);
        Assert.All(shares.Skip(19), share => Assert.Equal(0.8, share, 0.01));
        Assert.Equal(shares[^1], ZeroShare(model));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 30)]
    public void The_mask_goes_on_from_a_checkpoint(int begin, int end)
    {
        using TemporaryFolder folder = new();
        WithAdam through = new(1);
        through.Fit(FitCheckpointTests.Data(), FitCheckpointTests.Options(null, 5, Pruning()));
        FitCheckpoint checkpoint = new(folder.File("run.safetensors")) { EveryBatches = 1 };
        WithAdam interrupted = new(1);
        foreach (int stop in (int[])[3, 17])
        {
            LambdaCallback stopping = new()
            {
                BatchEnd = state =>
                {
                    if (state.Step == stop) throw new OperationCanceledException();
                },
            };
            Assert.Throws<OperationCanceledException>(
                () => interrupted.Fit(FitCheckpointTests.Data(), FitCheckpointTests.Options(checkpoint, 5, Pruning(), stopping)));
            interrupted = new(9);
        }

        MagnitudePruning last = Pruning();
        interrupted.Fit(FitCheckpointTests.Data(), FitCheckpointTests.Options(checkpoint, 5, last, new LambdaCallback()));
        Assert.All(
            through.Parameters.Zip(interrupted.Parameters),
            pair => Assert.Equal(pair.First.Value.ToArray(), pair.Second.Value.ToArray()));
        Assert.Equal(0.75, last.Mask!.Sparsity, 0.01);
        Assert.Equal(last.Mask.Sparsity, ZeroShare(interrupted));

        MagnitudePruning Pruning() => new(0.75) { BeginStep = begin, EndStep = end, Frequency = 3, Scope = PruningScope.Model };
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        WithAdam model = new(1);
        foreach (double sparsity in (double[])[-0.1, 1, double.NaN])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new PruningMask(model.Parameters).Prune(sparsity));
            Assert.Throws<ArgumentOutOfRangeException>(() => Fit(new MagnitudePruning(sparsity)));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(new MagnitudePruning(0.5) { BeginStep = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(new MagnitudePruning(0.5) { Frequency = 0 }));
        Assert.Throws<KeyNotFoundException>(() => new PruningMask(model.Parameters).Kept("dense9.weight"));

        void Fit(TrainingCallback callback) =>
            model.Fit(FitCheckpointTests.Data(), FitCheckpointTests.Options(null, 1, callback));
    }

    private static int Zeros(Parameter parameter) => parameter.Value.Count(value => value == 0);

    private static double ZeroShare(IModel model) =>
        (Zeros(model.Parameters["dense1.weight"]) + Zeros(model.Parameters["dense2.weight"])) / 180.0;
}

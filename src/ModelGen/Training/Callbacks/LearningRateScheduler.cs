namespace ModelGen.Training;

/// <summary>Sets the learning rate before each epoch by a function, as Keras' callback does.</summary>
/// <remarks>For the usual schedules, and for rates that change with each step, see <see cref="FitOptions{TTarget}.Schedule"/>; use one of
/// both.</remarks>
/// <param name="schedule">Is given the number of the epoch, from 0 as in Keras, and the present rate; gives the rate, a finite number of
/// at least 0.</param>
/// <example><code>Callbacks = [new LearningRateScheduler((epoch, rate) => epoch &lt; 10 ? rate : rate * 0.9f)]</code></example>
public sealed class LearningRateScheduler(Func<int, float, float> schedule) : TrainingCallback
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The function gives no rate.</exception>
    public override void OnEpochBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        float rate = schedule(state.Epoch - 1, state.LearningRate);
        if (!(rate >= 0 && float.IsFinite(rate)))
        {
            throw new InvalidOperationException(
                $"The function of LearningRateScheduler gave {rate} for epoch {state.Epoch - 1}; a finite number of at least 0 is needed.");
        }

        state.LearningRate = rate;
    }
}

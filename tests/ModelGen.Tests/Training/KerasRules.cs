namespace ModelGen.Tests.Training;

/// <summary>The rules of two callbacks of Keras, written out from keras/callbacks (early_stopping.py, reduce_lr_on_plateau.py) for
/// monitoring
/// a loss: numpy's <c>less</c> on NaN is false there as here.</summary>
internal static class KerasRules
{
    /// <summary>Epoch (from 1) after which it stops, or 0, and the best epoch.</summary>
    public static (int Stopped, int Best) EarlyStopping(
        double[] values,
        double minDelta,
        int patience,
        double? baseline,
        int startFromEpoch)
    {
        double best = double.PositiveInfinity;
        int wait = 0, bestEpoch = -1;
        for (int epoch = 0; epoch < values.Length; epoch++)
        {
            double current = values[epoch];
            if (epoch < startFromEpoch)
                continue;
            wait += 1;
            if (current + minDelta < best)
            {
                best = current;
                bestEpoch = epoch;
                if (baseline is null || current + minDelta < baseline)
                    wait = 0;
                continue;
            }

            if (wait >= patience && epoch > 0)
                return (epoch + 1, bestEpoch + 1);
        }

        return (0, bestEpoch + 1);
    }

    /// <summary>The learning rate after each epoch.</summary>
    public static float[] ReduceLROnPlateau(
        double[] values,
        float rate,
        double factor,
        int patience,
        double minDelta,
        int cooldown,
        double minRate)
    {
        double best = double.PositiveInfinity;
        int wait = 0, cooldownCounter = 0;
        List<float> rates = [];
        foreach (double current in values)
        {
            if (cooldownCounter > 0)
            {
                cooldownCounter -= 1;
                wait = 0;
            }

            if (current < best - minDelta)
            {
                best = current;
                wait = 0;
            }
            else if (!(cooldownCounter > 0))
            {
                wait += 1;
                if (wait >= patience && rate > (float)minRate)
                {
                    rate = (float)Math.Max(rate * factor, minRate);
                    cooldownCounter = cooldown;
                    wait = 0;
                }
            }

            rates.Add(rate);
        }

        return [.. rates];
    }
}

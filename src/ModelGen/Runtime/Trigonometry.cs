namespace ModelGen.Runtime;

/// <summary>
/// Sine and cosine with + − × ÷ only: those are exact to the last bit everywhere, while the functions of the system's library differ
/// between systems.
/// </summary>
internal static class Trigonometry
{
    /// <summary>
    /// The sine and the cosine of a finite angle, to about 15 digits: the nearest multiple of 90° is taken off, exactly, and the rest
    /// is at most 45°, for which Taylor's series need ten terms.
    /// </summary>
    public static (double Sine, double Cosine) SinCosOfDegrees(double degrees)
    {
        double quarters = Math.Round(degrees / 90);
        double x = (degrees - (90 * quarters)) * (Math.PI / 180), square = x * x;
        double sine = 1, cosine = 1;
        for (int even = 20; even >= 2; even -= 2)
        {
            sine = 1 - (sine * square / (even * (even + 1)));
            cosine = 1 - (cosine * square / (even * (even - 1)));
        }

        sine *= x;
        return (int)(quarters - (4 * Math.Floor(quarters / 4))) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }
}

using System.Globalization;

namespace Samples;

/// <summary>What the command lines of samples have in common: values of options, and how a program ends.</summary>
internal static class CommandLine
{
    /// <summary>Runs a program.</summary>
    /// <param name="args">Its arguments.</param>
    /// <param name="help">What <c>--help</c> prints.</param>
    /// <param name="run">The program.</param>
    /// <returns>0; 2 if an option or a file is of no use, which is printed.</returns>
    public static int Run(string[] args, string help, Action run)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args.Contains("--help"))
        {
            Console.WriteLine(help);
            return 0;
        }

        try
        {
            run();
            return 0;
        }
        catch (Exception problem) when (problem is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(problem.Message);
            return 2;
        }
    }

    /// <summary>The value behind an option.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static string Value(string[] args, ref int i)
    {
        string option = args[i++];
        return i < args.Length && args[i].Length > 0
            ? args[i]
            : throw new ArgumentException($"{option} needs a value; --help shows which.");
    }

    /// <summary>A file behind an option, as a whole path.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static string File(string[] args, ref int i) => Path.GetFullPath(Value(args, ref i));

    /// <summary>A whole number behind an option.</summary>
    /// <exception cref="ArgumentException">There is none, or it is less than the minimum.</exception>
    public static int Integer(string[] args, ref int i, int minimum)
    {
        (string option, string text) = (args[i], Value(args, ref i));
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new ArgumentException($"{option} must be a whole number from {minimum} to {int.MaxValue}; '{text}' was given.");
    }

    /// <summary>A number greater than 0 behind an option.</summary>
    /// <exception cref="ArgumentException">There is none, or it is none.</exception>
    public static double Positive(string[] args, ref int i)
    {
        (string option, string text) = (args[i], Value(args, ref i));
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number > 0 && double.IsFinite(number)
            ? number
            : throw new ArgumentException($"{option} must be a number greater than 0; '{text}' was given.");
    }

    /// <summary>The mistake of an option that there is none of.</summary>
    public static ArgumentException Unknown(string option) => new($"There is no option '{option}'; --help lists them.");
}
